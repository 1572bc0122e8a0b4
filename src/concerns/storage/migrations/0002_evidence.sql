-- Evidence: the exact bytes that are hashed, the tree's tiles, signed checkpoints, and a guard
-- against changes of the guard.
--
-- Whoever administers the server can still get past all of this. What is signed and kept elsewhere
-- then shows it: see docs/explanation/evidence.md.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'concerns_sealer') THEN
        CREATE ROLE concerns_sealer NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of this server made it at the same moment
END
$$;

-- The name of an authority's log, in every byte that is hashed: no entry fits into another log.
ALTER TABLE concerns.authority ADD COLUMN origin text;
UPDATE concerns.authority SET origin = 'provider-concerns.example/' || id;
ALTER TABLE concerns.authority
    ALTER COLUMN origin SET NOT NULL,
    ADD CONSTRAINT authority_origin UNIQUE (origin),
    ADD CHECK (origin ~ '^[a-z0-9][a-z0-9./-]{1,198}$');

-- What stands in front of a fact's body in the bytes that are hashed.
CREATE FUNCTION concerns.frame(
    origin text, at_position bigint, at timestamptz, of_case uuid, at_version bigint, fact_name text)
RETURNS bytea LANGUAGE sql STABLE SET search_path = concerns, pg_temp AS $$
    SELECT convert_to(
        'provider-concerns-entry/1' || E'\n' || origin || E'\n' || (at_position - 1) || E'\n'
        || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\n'
        || of_case || E'\n' || at_version || E'\n' || fact_name || E'\n', 'UTF8')
$$;

-- Facts stored before get their frame; their bodies stay as they are, byte for byte.
ALTER TABLE concerns.fact
    ADD COLUMN entry bytea,
    ADD COLUMN body_start int,
    ADD COLUMN leaf_hash bytea;
ALTER TABLE concerns.fact DISABLE TRIGGER USER;
ALTER TABLE concerns.fact NO FORCE ROW LEVEL SECURITY;
ALTER TABLE concerns.fact DISABLE ROW LEVEL SECURITY;
UPDATE concerns.fact f SET
    body_start = octet_length(framed) + 1,
    entry = framed || f.body,
    leaf_hash = sha256('\x00'::bytea || framed || f.body)
    FROM (SELECT g.authority, g.position,
              concerns.frame(a.origin, g.position, g.recorded_at, g.case_id, g.version, g.name) AS framed
          FROM concerns.fact g JOIN concerns.authority a ON a.id = g.authority) AS made
    WHERE made.authority = f.authority AND made.position = f.position;
ALTER TABLE concerns.fact ENABLE ROW LEVEL SECURITY;
ALTER TABLE concerns.fact FORCE ROW LEVEL SECURITY;
ALTER TABLE concerns.fact ENABLE ALWAYS TRIGGER fact_row_stays;
ALTER TABLE concerns.fact ENABLE ALWAYS TRIGGER fact_statement_refused;
ALTER TABLE concerns.fact ENABLE ALWAYS TRIGGER fact_not_truncated;
ALTER TABLE concerns.fact
    ALTER COLUMN entry SET NOT NULL,
    ALTER COLUMN body_start SET NOT NULL,
    ALTER COLUMN leaf_hash SET NOT NULL,
    DROP COLUMN body,
    ADD CONSTRAINT fact_entry_fits CHECK (octet_length(entry) <= 65535),
    ADD CONSTRAINT fact_leaf_of_entry CHECK (leaf_hash = sha256('\x00'::bytea || entry));

-- Whole tiles of 256 hashes (C2SP tlog-tiles): never changed once written.
CREATE TABLE concerns.tile (
    authority text NOT NULL REFERENCES concerns.authority,
    level int NOT NULL CHECK (level >= 0),
    nth bigint NOT NULL CHECK (nth >= 0),
    hashes bytea NOT NULL CHECK (octet_length(hashes) = 8192),
    PRIMARY KEY (authority, level, nth)
);

-- Signed states of the tree (C2SP signed-note), each with the proof that it extends the one before.
CREATE TABLE concerns.checkpoint (
    authority text NOT NULL REFERENCES concerns.authority,
    size bigint NOT NULL CHECK (size > 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    note bytea NOT NULL,
    proof bytea[] NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (authority, size)
);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['tile', 'checkpoint'] LOOP
        EXECUTE format('ALTER TABLE concerns.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE concerns.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format(
            'CREATE POLICY own_authority ON concerns.%I
             USING (authority = current_setting(''concerns.authority'', true))
             WITH CHECK (authority = current_setting(''concerns.authority'', true))', t);
        EXECUTE format(
            'CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON concerns.%I
             FOR EACH STATEMENT EXECUTE FUNCTION concerns.refuse_change()', t || '_stays', t);
        EXECUTE format(
            'CREATE TRIGGER %I BEFORE TRUNCATE ON concerns.%I
             FOR EACH STATEMENT EXECUTE FUNCTION concerns.refuse_change()', t || '_not_truncated', t);
        EXECUTE format('ALTER TABLE concerns.%I ENABLE ALWAYS TRIGGER %I', t, t || '_stays');
        EXECUTE format('ALTER TABLE concerns.%I ENABLE ALWAYS TRIGGER %I', t, t || '_not_truncated');
        EXECUTE format('GRANT SELECT ON concerns.%I TO concerns_app, concerns_sealer', t);
        EXECUTE format('ALTER TABLE concerns.%I OWNER TO concerns_owner', t);
    END LOOP;
END
$$;
GRANT USAGE ON SCHEMA concerns TO concerns_sealer;
GRANT SELECT ON concerns.authority, concerns.fact TO concerns_sealer;

-- The sealer's only door. It reads everything itself; here only order is kept.
CREATE FUNCTION concerns.store_checkpoint(
    of_authority text, new_size bigint, new_root bytea, new_note bytea, new_proof bytea[],
    tiles jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = concerns, pg_temp AS $$
BEGIN
    PERFORM set_config('concerns.authority', of_authority, true);
    PERFORM pg_advisory_xact_lock(hashtext('concerns.sealer'), hashtext(of_authority));
    IF EXISTS (SELECT FROM checkpoint c WHERE c.authority = of_authority AND c.size >= new_size) THEN
        RAISE EXCEPTION 'a checkpoint of size % or more is there already', new_size
            USING ERRCODE = 'unique_violation';
    END IF;
    INSERT INTO tile (authority, level, nth, hashes)
        SELECT of_authority, t.level, t.nth, decode(t.hashes, 'hex')
        FROM jsonb_to_recordset(tiles) AS t (level int, nth bigint, hashes text)
        ON CONFLICT DO NOTHING;
    INSERT INTO checkpoint (authority, size, root, note, proof)
        VALUES (of_authority, new_size, new_root, new_note, new_proof);
END
$$;

-- The door, as before, and now with the frame, the leaf hash, and receipts for the caller.
DROP FUNCTION concerns.append(text, jsonb, bytea, boolean);
CREATE FUNCTION concerns.append(
    of_authority text, batch jsonb, bodies bytea, sent_again boolean,
    OUT first_position bigint, OUT at timestamptz, OUT leaves text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = concerns, pg_temp AS $$
DECLARE
    last_position bigint;
    last_at timestamptz;
    now_generation int;
    changed record;
    log_origin text;
    this_case uuid := (batch #>> '{facts,0,case_id}')::uuid;
BEGIN
    PERFORM set_config('concerns.authority', of_authority, true);
    SELECT a.origin INTO log_origin FROM authority a WHERE a.id = of_authority;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no authority %', of_authority USING ERRCODE = 'no_data_found';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('concerns.log'), hashtext(of_authority));

    IF sent_again THEN
        SELECT f.position, f.recorded_at INTO first_position, at FROM fact f
            WHERE f.authority = of_authority AND f.id = (batch #>> '{facts,0,id}')::uuid;
        IF FOUND THEN
            SELECT string_agg(encode(f.leaf_hash, 'hex'), ' ' ORDER BY f.position) INTO leaves
                FROM fact f WHERE f.authority = of_authority AND f.position >= first_position
                    AND f.position < first_position + jsonb_array_length(batch -> 'facts');
            RETURN;
        END IF;
    END IF;

    SELECT f.position, f.recorded_at INTO last_position, last_at
        FROM fact f WHERE f.authority = of_authority ORDER BY f.position DESC LIMIT 1;
    first_position := coalesce(last_position, 0) + 1;
    -- Later in the log is later in time, whatever the machine's clock does.
    at := greatest(clock_timestamp(), last_at + interval '1 microsecond');

    WITH made AS (
        INSERT INTO fact (authority, position, id, case_id, version, name, recorded_at,
                          entry, body_start, leaf_hash)
            SELECT of_authority, first_position + f.nth - 1, f.id, f.case_id, f.version, f.name, at,
                   e.entry, e.body_start, sha256('\x00'::bytea || e.entry)
            FROM ROWS FROM (jsonb_to_recordset(batch -> 'facts')
                    AS (id uuid, case_id uuid, version bigint, name text, start int, length int))
                WITH ORDINALITY AS f (id, case_id, version, name, start, length, nth),
                LATERAL (SELECT frame(log_origin, first_position + f.nth - 1, at, f.case_id,
                                      f.version, f.name) AS framed) AS g,
                LATERAL (SELECT g.framed || substring(bodies FROM f.start FOR f.length) AS entry,
                                octet_length(g.framed) + 1 AS body_start) AS e
            RETURNING position, leaf_hash)
    SELECT string_agg(encode(m.leaf_hash, 'hex'), ' ' ORDER BY m.position) INTO leaves FROM made m;
    last_position := first_position + jsonb_array_length(batch -> 'facts') - 1;

    IF jsonb_array_length(batch -> 'releases') > 0 THEN
        DELETE FROM claim c WHERE c.authority = of_authority AND c.case_id = this_case
            AND c.what IN (SELECT jsonb_array_elements_text(batch -> 'releases'));
    END IF;
    IF jsonb_array_length(batch -> 'claims') > 0 THEN
        INSERT INTO claim (authority, what, case_id)
            SELECT of_authority, what, this_case
            FROM jsonb_array_elements_text(batch -> 'claims') AS what;
    END IF;

    -- Row by row: a handful each time, and each by its index whatever the planner believes.
    IF jsonb_array_length(batch -> 'rows') > 0 THEN
        SELECT g.current INTO now_generation FROM generation g WHERE g.authority = of_authority;
        FOR changed IN SELECT * FROM jsonb_to_recordset(batch -> 'rows')
                AS c (view text, key text, case_id uuid, doc jsonb, nth int) LOOP
            UPDATE view_row r SET to_position = first_position + changed.nth, to_at = at
                WHERE r.authority = of_authority AND r.generation = now_generation
                    AND r.view = changed.view AND r.key = changed.key AND r.to_position IS NULL;
            IF changed.doc IS NOT NULL THEN
                INSERT INTO view_row
                    (authority, generation, view, key, case_id, doc, from_position, from_at)
                    VALUES (of_authority, now_generation, changed.view, changed.key,
                            changed.case_id, changed.doc, first_position + changed.nth, at);
            END IF;
        END LOOP;
    END IF;

    IF batch ->> 'answer' IS NOT NULL THEN
        INSERT INTO idempotency (authority, subject, key, request_sha256, status, answer)
            SELECT of_authority, a.subject, a.key, a.request_sha256, a.status,
                   a.body || jsonb_build_object(
                       'position', last_position,
                       'recorded_at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                       'leaf_hashes', to_jsonb(string_to_array(leaves, ' ')))
            FROM jsonb_to_record(batch -> 'answer')
                AS a (subject text, key text, request_sha256 text, status int, body jsonb);
    END IF;

    PERFORM pg_notify('concerns', of_authority || ' ' || last_position);
END
$$;

CREATE OR REPLACE FUNCTION concerns.facts_of_case(
    of_authority text, of_case uuid, after_version bigint)
RETURNS TABLE (at_position bigint, of_case_id uuid, at_version bigint, fact_name text,
               fact_body bytea, since timestamptz)
LANGUAGE plpgsql SET search_path = concerns, pg_temp AS $$
BEGIN
    PERFORM set_config('concerns.authority', of_authority, true);
    RETURN QUERY SELECT f.position, f.case_id, f.version, f.name,
            substring(f.entry FROM f.body_start), f.recorded_at FROM fact f
        WHERE f.authority = of_authority AND f.case_id = of_case AND f.version > after_version
        ORDER BY f.version;
END
$$;

DROP FUNCTION concerns.create_authority(text, text);
CREATE FUNCTION concerns.create_authority(new_id text, new_name text, new_origin text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = concerns, pg_temp AS $$
BEGIN
    PERFORM set_config('concerns.authority', new_id, true);
    INSERT INTO authority (id, name, origin)
        VALUES (new_id, new_name, coalesce(new_origin, 'provider-concerns.example/' || new_id));
    INSERT INTO generation (authority) VALUES (new_id);
    INSERT INTO progress (authority, generation, position) VALUES (new_id, 1, 0);
END
$$;

-- Changes of the record's tables, triggers and functions outside a migration are refused, where a
-- superuser migrates: only such a role may create event triggers. Indexes may come and go.
CREATE FUNCTION concerns.guard_ddl() RETURNS event_trigger
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
                WHERE n.nspname = 'concerns') THEN
            RAISE EXCEPTION 'the record is append-only: its tables are not rewritten'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN;
    END IF;
    IF tg_event = 'sql_drop' THEN
        FOR found IN SELECT * FROM pg_event_trigger_dropped_objects() LOOP
            IF found.schema_name = 'concerns' AND found.object_type <> 'index' THEN
                RAISE EXCEPTION 'the record is append-only: % is not dropped', found.object_identity
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
        END LOOP;
        RETURN;
    END IF;
    FOR found IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
        IF found.schema_name = 'concerns' AND found.object_type <> 'index' THEN
            RAISE EXCEPTION 'the record is append-only: % of % is for migrations',
                found.command_tag, found.object_identity
                USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
END
$$;
DO $$
BEGIN
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        CREATE EVENT TRIGGER concerns_guard_ddl ON ddl_command_end
            EXECUTE FUNCTION concerns.guard_ddl();
        CREATE EVENT TRIGGER concerns_guard_drop ON sql_drop
            EXECUTE FUNCTION concerns.guard_ddl();
        CREATE EVENT TRIGGER concerns_guard_rewrite ON table_rewrite
            EXECUTE FUNCTION concerns.guard_ddl();
        ALTER EVENT TRIGGER concerns_guard_ddl ENABLE ALWAYS;
        ALTER EVENT TRIGGER concerns_guard_drop ENABLE ALWAYS;
        ALTER EVENT TRIGGER concerns_guard_rewrite ENABLE ALWAYS;
    END IF;
END
$$;

ALTER FUNCTION concerns.frame OWNER TO concerns_owner;
ALTER FUNCTION concerns.append OWNER TO concerns_owner;
ALTER FUNCTION concerns.store_checkpoint OWNER TO concerns_owner;
ALTER FUNCTION concerns.create_authority OWNER TO concerns_owner;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA concerns FROM PUBLIC;
GRANT EXECUTE ON FUNCTION concerns.lock_log, concerns.append, concerns.facts_of_case
    TO concerns_app;
GRANT EXECUTE ON FUNCTION concerns.store_checkpoint TO concerns_sealer;
