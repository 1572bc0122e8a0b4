-- The guard of the guard looks after the keys too, where they are in this database, and after what
-- belongs to a table and stands in no schema of its own: triggers, policies and rules.
--
-- A GRANT says neither schema nor table to an event trigger: it is found as drift, not refused.

CREATE OR REPLACE FUNCTION concerns.guard_ddl() RETURNS event_trigger
LANGUAGE plpgsql SET search_path = concerns, pg_temp AS $$
DECLARE
    found record;
BEGIN
    IF current_setting('concerns.migrating', true) = 'on' THEN
        RETURN;
    END IF;
    IF tg_event = 'table_rewrite' THEN
        IF pg_event_trigger_table_rewrite_oid() IN (
                SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname IN ('concerns', 'concerns_keys')) THEN
            RAISE EXCEPTION 'the record is append-only: its tables are not rewritten'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN;
    END IF;
    IF tg_event = 'sql_drop' THEN
        FOR found IN SELECT * FROM pg_event_trigger_dropped_objects() LOOP
            IF found.schema_name IN ('concerns', 'concerns_keys') AND found.object_type <> 'index' THEN
                RAISE EXCEPTION 'the record is append-only: % is not dropped', found.object_identity
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
        END LOOP;
        RETURN;
    END IF;
    IF to_regnamespace('concerns') IS NULL THEN
        RAISE EXCEPTION 'the record is append-only: its schema keeps its name'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR found IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
        IF found.object_type <> 'index'
                AND (found.schema_name IN ('concerns', 'concerns_keys')
                    OR found.object_identity ~ '^(.* on )?concerns(_keys)?(\.|$)') THEN
            RAISE EXCEPTION 'the record is append-only: % of % is for migrations',
                found.command_tag, found.object_identity
                USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
END
$$;
