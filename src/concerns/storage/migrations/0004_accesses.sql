-- Who read what: beside each council's record a log of its own, in the same tables, through the same
-- door, under the same proof. Its id and its origin are the council's with /access behind them.

ALTER TABLE concerns.authority
    ADD COLUMN accesses_of text UNIQUE REFERENCES concerns.authority,
    DROP CONSTRAINT authority_id_check,
    DROP CONSTRAINT authority_origin_check,
    ADD CONSTRAINT authority_id_check CHECK (
        CASE WHEN accesses_of IS NULL THEN id ~ '^[a-z][a-z0-9-]{1,62}$'
             ELSE id = accesses_of || '/access' END),
    ADD CONSTRAINT authority_origin_check CHECK (
        CASE WHEN accesses_of IS NULL THEN origin ~ '^[a-z0-9][a-z0-9./-]{1,198}$'
             ELSE origin ~ '^[a-z0-9][a-z0-9./-]{1,198}/access$' END);

CREATE FUNCTION concerns.begin_log(
    new_id text, new_name text, new_origin text, new_accesses_of text) RETURNS void
LANGUAGE plpgsql SET search_path = concerns, pg_temp AS $$
BEGIN
    PERFORM set_config('concerns.authority', new_id, true);
    INSERT INTO authority (id, name, origin, accesses_of)
        VALUES (new_id, new_name, new_origin, new_accesses_of);
    INSERT INTO generation (authority) VALUES (new_id);
    INSERT INTO progress (authority, generation, position) VALUES (new_id, 1, 0);
END
$$;

CREATE FUNCTION concerns.begin_access_log(council text, its_name text, its_origin text) RETURNS void
LANGUAGE sql SET search_path = concerns, pg_temp AS $$
    SELECT begin_log(council || '/access', its_name || ': who read what',
                     its_origin || '/access', council)
$$;

CREATE OR REPLACE FUNCTION concerns.create_authority(
    new_id text, new_name text, new_origin text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = concerns, pg_temp AS $$
DECLARE
    its_origin text := coalesce(new_origin, 'provider-concerns.example/' || new_id);
BEGIN
    PERFORM begin_log(new_id, new_name, its_origin, NULL);
    PERFORM begin_access_log(new_id, new_name, its_origin);
END
$$;

-- Councils that were here before.
SELECT concerns.begin_access_log(id, name, origin) FROM concerns.authority ORDER BY id;

ALTER FUNCTION concerns.begin_log OWNER TO concerns_owner;
ALTER FUNCTION concerns.begin_access_log OWNER TO concerns_owner;
REVOKE ALL ON FUNCTION concerns.begin_log, concerns.begin_access_log FROM PUBLIC;

-- What was recorded before under no proof stays as it is; nothing is added to it.
REVOKE INSERT ON concerns_keys.access FROM concerns_keys_app;
