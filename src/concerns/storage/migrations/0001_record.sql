-- The record: one gapless, append-only log per authority, and one door into it.
--
-- concerns_owner owns everything and cannot log in; concerns_app owns nothing: it may read what its
-- authority may see, and call the functions below. The authority is a setting that lives no longer
-- than the transaction.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'concerns_owner') THEN
        CREATE ROLE concerns_owner NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'concerns_app') THEN
        CREATE ROLE concerns_app NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of this server made them at the same moment
END
$$;

CREATE SCHEMA concerns;
GRANT USAGE ON SCHEMA concerns TO concerns_app;
GRANT USAGE, CREATE ON SCHEMA concerns TO concerns_owner;

CREATE TABLE concerns.authority (
    id text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9-]{1,62}$'),
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Exactly what was decided. `body` is the stored bytes; every other column is a copy or is given here.
-- The door checks that the authority exists: a foreign key would lock its row at every append.
CREATE TABLE concerns.fact (
    authority text NOT NULL,
    position bigint NOT NULL CHECK (position > 0),
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    version bigint NOT NULL,
    name text NOT NULL,
    body bytea NOT NULL CHECK (octet_length(body) <= 65535),
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (authority, position),
    CONSTRAINT fact_case_version UNIQUE (authority, case_id, version),
    CONSTRAINT fact_id UNIQUE (authority, id)
);

-- What only one case may hold at a time, such as a service under a procedure. Derived from facts.
CREATE TABLE concerns.claim (
    authority text NOT NULL REFERENCES concerns.authority,
    what text NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT claim_once PRIMARY KEY (authority, what)
);

CREATE TABLE concerns.generation (
    authority text PRIMARY KEY REFERENCES concerns.authority,
    current int NOT NULL DEFAULT 1
);

-- Views: an interval for each state of each row; nothing is overwritten, so any past instant reads
-- as it was known then. `to_*` is null while the row stands.
CREATE TABLE concerns.view_row (
    authority text NOT NULL,
    generation int NOT NULL,
    view text NOT NULL,
    key text NOT NULL,
    case_id uuid NOT NULL,
    doc jsonb NOT NULL,
    from_position bigint NOT NULL,
    from_at timestamptz NOT NULL,
    to_position bigint,
    to_at timestamptz,
    PRIMARY KEY (authority, generation, view, key, from_position)
) WITH (fillfactor = 90);
CREATE UNIQUE INDEX view_row_now ON concerns.view_row (authority, generation, view, key)
    WHERE to_position IS NULL;
-- Led by the case, so that no planner without statistics mistakes it for a way to a row by its key.
CREATE INDEX view_row_case ON concerns.view_row (case_id, view);

-- How far the views that follow behind the record have come.
CREATE TABLE concerns.progress (
    authority text NOT NULL,
    generation int NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (authority, generation)
);

-- Same key and body, same answer; another body is refused.
CREATE TABLE concerns.idempotency (
    authority text NOT NULL REFERENCES concerns.authority,
    subject text NOT NULL,
    key text NOT NULL,
    request_sha256 text NOT NULL,
    status int NOT NULL,
    answer jsonb NOT NULL,
    PRIMARY KEY (authority, subject, key)
);

-- Append-only: by grants (below) and by triggers that stay on even in replica mode.
CREATE FUNCTION concerns.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is append-only: % of facts is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER fact_row_stays BEFORE UPDATE OR DELETE ON concerns.fact
    FOR EACH ROW EXECUTE FUNCTION concerns.refuse_change();
CREATE TRIGGER fact_statement_refused BEFORE UPDATE OR DELETE ON concerns.fact
    FOR EACH STATEMENT EXECUTE FUNCTION concerns.refuse_change();
CREATE TRIGGER fact_not_truncated BEFORE TRUNCATE ON concerns.fact
    FOR EACH STATEMENT EXECUTE FUNCTION concerns.refuse_change();
ALTER TABLE concerns.fact ENABLE ALWAYS TRIGGER fact_row_stays;
ALTER TABLE concerns.fact ENABLE ALWAYS TRIGGER fact_statement_refused;
ALTER TABLE concerns.fact ENABLE ALWAYS TRIGGER fact_not_truncated;

-- Councils apart: the setting of the transaction decides what exists.
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['fact', 'claim', 'generation', 'view_row', 'progress', 'idempotency'] LOOP
        EXECUTE format('ALTER TABLE concerns.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE concerns.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format(
            'CREATE POLICY own_authority ON concerns.%I
             USING (authority = current_setting(''concerns.authority'', true))
             WITH CHECK (authority = current_setting(''concerns.authority'', true))', t);
        EXECUTE format('GRANT SELECT ON concerns.%I TO concerns_app', t);
        EXECUTE format('ALTER TABLE concerns.%I OWNER TO concerns_owner', t);
    END LOOP;
END
$$;
GRANT SELECT ON concerns.authority TO concerns_app;
GRANT INSERT, UPDATE, DELETE ON concerns.view_row, concerns.progress TO concerns_app;
GRANT UPDATE ON concerns.generation TO concerns_app;

-- The lock that puts one authority's appends in order. A switch of views takes it too.
CREATE FUNCTION concerns.lock_log(of_authority text) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtext('concerns.log'), hashtext(of_authority))
$$;

-- The only door. One call is one transaction: facts, the views that must never disagree with them,
-- claims and the idempotent answer are stored together or not at all. Whoever sends facts again,
-- because an answer was lost, says so: stored already, they are only said to be where they are.
--
-- batch: {"facts": [{id, case_id, version, name, start, length}], "rows": [{view, key, case_id, doc, nth}],
--         "claims": [text], "releases": [text],
--         "answer": {subject, key, request_sha256, status, body} or null}
-- bodies: the exact bytes of all facts, one behind the other; each says where its own start.
CREATE FUNCTION concerns.append(
    of_authority text, batch jsonb, bodies bytea, sent_again boolean,
    OUT first_position bigint, OUT at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = concerns, pg_temp AS $$
DECLARE
    last_position bigint;
    last_at timestamptz;
    now_generation int;
    changed record;
    this_case uuid := (batch #>> '{facts,0,case_id}')::uuid;
BEGIN
    PERFORM set_config('concerns.authority', of_authority, true);
    PERFORM pg_advisory_xact_lock(hashtext('concerns.log'), hashtext(of_authority));

    IF sent_again THEN
        SELECT f.position, f.recorded_at INTO first_position, at FROM fact f
            WHERE f.authority = of_authority AND f.id = (batch #>> '{facts,0,id}')::uuid;
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;

    SELECT f.position, f.recorded_at INTO last_position, last_at
        FROM fact f WHERE f.authority = of_authority ORDER BY f.position DESC LIMIT 1;
    IF NOT FOUND AND NOT EXISTS (SELECT FROM authority a WHERE a.id = of_authority) THEN
        RAISE EXCEPTION 'there is no authority %', of_authority USING ERRCODE = 'no_data_found';
    END IF;
    first_position := coalesce(last_position, 0) + 1;
    -- Later in the log is later in time, whatever the machine's clock does.
    at := greatest(clock_timestamp(), last_at + interval '1 microsecond');

    INSERT INTO fact (authority, position, id, case_id, version, name, body, recorded_at)
        SELECT of_authority, first_position + f.nth - 1, f.id, f.case_id, f.version, f.name,
               substring(bodies FROM f.start FOR f.length), at
        FROM ROWS FROM (jsonb_to_recordset(batch -> 'facts')
                AS (id uuid, case_id uuid, version bigint, name text, start int, length int))
            WITH ORDINALITY AS f (id, case_id, version, name, start, length, nth);
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
                       'recorded_at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
            FROM jsonb_to_record(batch -> 'answer')
                AS a (subject text, key text, request_sha256 text, status int, body jsonb);
    END IF;

    PERFORM pg_notify('concerns', of_authority || ' ' || last_position);
END
$$;

-- A case's facts after a version, in one round trip: the setting lives only as long as the call.
CREATE FUNCTION concerns.facts_of_case(of_authority text, of_case uuid, after_version bigint)
RETURNS TABLE (at_position bigint, of_case_id uuid, at_version bigint, fact_name text,
               fact_body bytea, since timestamptz)
LANGUAGE plpgsql SET search_path = concerns, pg_temp AS $$
BEGIN
    PERFORM set_config('concerns.authority', of_authority, true);
    RETURN QUERY SELECT f.position, f.case_id, f.version, f.name, f.body, f.recorded_at FROM fact f
        WHERE f.authority = of_authority AND f.case_id = of_case AND f.version > after_version
        ORDER BY f.version;
END
$$;

CREATE FUNCTION concerns.create_authority(new_id text, new_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = concerns, pg_temp AS $$
BEGIN
    PERFORM set_config('concerns.authority', new_id, true);
    INSERT INTO authority (id, name) VALUES (new_id, new_name);
    INSERT INTO generation (authority) VALUES (new_id);
    INSERT INTO progress (authority, generation, position) VALUES (new_id, 1, 0);
END
$$;

ALTER TABLE concerns.authority OWNER TO concerns_owner;
ALTER FUNCTION concerns.refuse_change() OWNER TO concerns_owner;
ALTER FUNCTION concerns.lock_log(text) OWNER TO concerns_owner;
ALTER FUNCTION concerns.append OWNER TO concerns_owner;
ALTER FUNCTION concerns.facts_of_case OWNER TO concerns_owner;
ALTER FUNCTION concerns.create_authority OWNER TO concerns_owner;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA concerns FROM PUBLIC;
GRANT EXECUTE ON FUNCTION concerns.lock_log, concerns.append, concerns.facts_of_case
    TO concerns_app;
