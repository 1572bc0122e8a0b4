-- Restricted cases: what somebody may not see does not exist for them, in every list, count, search,
-- feed and export, because the database itself leaves it out.
--
-- `concerns.hidden` names the cases that the transaction's reader may not see. It is worked out once,
-- when the reading begins; where nobody set it, nothing is visible at all. The functions that write
-- belong to concerns_owner and are not readers.

-- Which cases are restricted to whom stands in a view that is written with the facts themselves.
CREATE FUNCTION concerns.read_as(of_authority text, reader text) RETURNS void
LANGUAGE plpgsql SET search_path = concerns, pg_temp AS $$
DECLARE
    not_theirs uuid[];
BEGIN
    PERFORM set_config('concerns.authority', of_authority, true),
            set_config('concerns.hidden', '{}', true);
    SELECT array_agg(r.case_id) INTO not_theirs
        FROM view_row r JOIN generation g ON g.authority = r.authority AND g.current = r.generation
        WHERE r.authority = of_authority AND r.view = 'restrictions' AND r.to_position IS NULL
            AND NOT r.doc -> 'readers' ? reader
            AND NOT coalesce((r.doc -> 'until' ->> reader)::timestamptz > now(), false);
    PERFORM set_config('concerns.hidden', coalesce(not_theirs, '{}')::text, true);
END
$$;
CREATE INDEX view_row_restrictions ON concerns.view_row (authority, generation, key)
    WHERE view = 'restrictions' AND to_position IS NULL;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['fact', 'view_row'] LOOP
        EXECUTE format(
            'CREATE POLICY restricted_cases ON concerns.%I AS RESTRICTIVE FOR SELECT TO concerns_app
             USING (case_id <> ALL (coalesce(
                 (SELECT nullif(current_setting(''concerns.hidden'', true), '''')::uuid[]), NULL)))',
            t);
    END LOOP;
END
$$;

-- The program reads cases whole in order to decide about them; whom it answers, it asks before.
CREATE OR REPLACE FUNCTION concerns.facts_of_case(
    of_authority text, of_case uuid, after_version bigint)
RETURNS TABLE (at_position bigint, of_case_id uuid, at_version bigint, fact_name text,
               fact_body bytea, since timestamptz)
LANGUAGE plpgsql SET search_path = concerns, pg_temp AS $$
BEGIN
    PERFORM set_config('concerns.authority', of_authority, true),
            set_config('concerns.hidden', '{}', true);
    RETURN QUERY SELECT f.position, f.case_id, f.version, f.name,
            substring(f.entry FROM f.body_start), f.recorded_at FROM fact f
        WHERE f.authority = of_authority AND f.case_id = of_case AND f.version > after_version
        ORDER BY f.version;
END
$$;

-- The same for one reader. A case that is not theirs costs what one that does not exist costs: how
-- long the answer takes tells nothing either.
CREATE FUNCTION concerns.facts_of_case_as(
    of_authority text, reader text, of_case uuid, after_version bigint)
RETURNS TABLE (at_position bigint, of_case_id uuid, at_version bigint, fact_name text,
               fact_body bytea, since timestamptz)
LANGUAGE plpgsql SET search_path = concerns, pg_temp AS $$
BEGIN
    PERFORM read_as(of_authority, reader);
    IF of_case = ANY (current_setting('concerns.hidden')::uuid[]) THEN
        of_case := '00000000-0000-0000-0000-000000000000';
    END IF;
    RETURN QUERY SELECT f.position, f.case_id, f.version, f.name,
            substring(f.entry FROM f.body_start), f.recorded_at FROM fact f
        WHERE f.authority = of_authority AND f.case_id = of_case AND f.version > after_version
        ORDER BY f.version;
END
$$;

ALTER FUNCTION concerns.read_as OWNER TO concerns_owner;
ALTER FUNCTION concerns.facts_of_case OWNER TO concerns_owner;
ALTER FUNCTION concerns.facts_of_case_as OWNER TO concerns_owner;
REVOKE ALL ON FUNCTION concerns.read_as, concerns.facts_of_case_as FROM PUBLIC;
GRANT EXECUTE ON FUNCTION concerns.read_as, concerns.facts_of_case_as TO concerns_app;
