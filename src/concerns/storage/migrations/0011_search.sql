-- Finding cases, services, decisions and concerns by their words.
--
-- What is found are rows of views: an entry here names the row, its words and nothing that the row
-- does not say. An operator that looks words up (@@) is not leakproof, so PostgreSQL uses no index
-- for it below a policy. Here what is asked for (concerns.wanted) is itself part of the one policy,
-- beside the council and the cases that are restricted to others: the index serves all of it, and
-- where nobody said what is asked for, or who reads, nothing is visible.

CREATE TABLE concerns.findable (
    authority text NOT NULL,
    generation int NOT NULL,
    view text NOT NULL,
    key text NOT NULL,
    from_position bigint NOT NULL,
    kind text NOT NULL,
    id text NOT NULL,
    case_id uuid NOT NULL,
    text text NOT NULL,
    ids text[] NOT NULL,
    words tsvector NOT NULL
        GENERATED ALWAYS AS (to_tsvector('pg_catalog.english', text) || array_to_tsvector(ids)) STORED,
    PRIMARY KEY (authority, generation, from_position, kind, id),
    FOREIGN KEY (authority, generation, view, key, from_position)
        REFERENCES concerns.view_row (authority, generation, view, key, from_position)
        ON DELETE CASCADE
);
CREATE INDEX findable_words ON concerns.findable USING gin (words)
    WITH (gin_pending_list_limit = 256);
-- Of one kind, newest first: for words so common that walking back finds a page of them at once.
CREATE INDEX findable_kind ON concerns.findable (authority, generation, kind, from_position, id);
CREATE INDEX findable_row ON concerns.findable (authority, generation, view, key, from_position);

-- What of a row can be found: as whom or what, and by which words. Ids such as CQC's are kept whole;
-- an index takes no word of any length, so of an id its beginning counts.
CREATE FUNCTION concerns.findable_of(of_view text, of_key text, doc jsonb)
RETURNS TABLE (kind text, id text, text text, ids text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    services jsonb := doc -> 'services';
    said text;
BEGIN
    CASE of_view
        WHEN 'decision-log' THEN
            said := doc ->> 'sentence';
            IF doc -> 'later' <> '[]' THEN
                said := concat_ws(' ', said, (SELECT string_agg(later, ' ')
                    FROM jsonb_array_elements_text(doc -> 'later') AS later));
            END IF;
            RETURN QUERY VALUES ('decision', of_key, coalesce(said, ''), '{}'::text[]);
        WHEN 'concerns' THEN
            RETURN QUERY VALUES ('concern', of_key,
                concat_ws(': ', doc ->> 'route', doc ->> 'summary'), '{}'::text[]);
        WHEN 'rag-status' THEN
            RETURN QUERY SELECT 'service', left(one ->> 'id', 100),
                    concat_ws(', ', one ->> 'name', one ->> 'type'),
                    ARRAY[left(lower(one ->> 'id'), 100)]
                FROM jsonb_array_elements(services) AS one WHERE one ->> 'id' <> '';
            RETURN QUERY SELECT 'case', of_key,
                    concat_ws(', ', doc ->> 'provider_name', string_agg(one ->> 'name', ', '),
                              doc ->> 'stage_label'),
                    array_remove(array_remove(
                        array_agg(left(lower(one ->> 'id'), 100))
                            || left(lower(doc ->> 'provider'), 100), NULL), '')
                FROM jsonb_array_elements(services) AS one;
    END CASE;
END
$$;

CREATE FUNCTION concerns.keep_findable() RETURNS trigger
LANGUAGE plpgsql SET search_path = concerns, pg_temp AS $$
BEGIN
    INSERT INTO findable
            (authority, generation, view, key, from_position, kind, id, case_id, text, ids)
        SELECT NEW.authority, NEW.generation, NEW.view, NEW.key, NEW.from_position,
               f.kind, f.id, NEW.case_id, f.text, f.ids
        FROM findable_of(NEW.view, NEW.key, NEW.doc) AS f
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER view_row_findable AFTER INSERT ON concerns.view_row
    FOR EACH ROW WHEN (NEW.view IN ('rag-status', 'decision-log', 'concerns'))
    EXECUTE FUNCTION concerns.keep_findable();

-- Rows from before. For the moment of this migration, no policy stands in its way.
ALTER TABLE concerns.view_row DISABLE ROW LEVEL SECURITY;
INSERT INTO concerns.findable
        (authority, generation, view, key, from_position, kind, id, case_id, text, ids)
    SELECT r.authority, r.generation, r.view, r.key, r.from_position,
           f.kind, f.id, r.case_id, f.text, f.ids
    FROM concerns.view_row r, concerns.findable_of(r.view, r.key, r.doc) AS f
    WHERE r.view IN ('rag-status', 'decision-log', 'concerns')
    ON CONFLICT DO NOTHING;
ALTER TABLE concerns.view_row ENABLE ROW LEVEL SECURITY;

ALTER TABLE concerns.findable ENABLE ROW LEVEL SECURITY;
ALTER TABLE concerns.findable FORCE ROW LEVEL SECURITY;
CREATE POLICY found ON concerns.findable FOR SELECT TO concerns_app
    USING (
        authority = current_setting('concerns.authority', true)
        AND words @@ current_setting('concerns.wanted', true)::tsquery
        AND case_id <> ALL (
            coalesce(nullif(current_setting('concerns.hidden', true), '')::uuid[], NULL)));
CREATE POLICY kept ON concerns.findable FOR INSERT
    WITH CHECK (authority = current_setting('concerns.authority', true));

ALTER TABLE concerns.findable OWNER TO concerns_owner;
GRANT SELECT, INSERT ON concerns.findable TO concerns_app;
ALTER FUNCTION concerns.findable_of OWNER TO concerns_owner;
ALTER FUNCTION concerns.keep_findable OWNER TO concerns_owner;
REVOKE ALL ON FUNCTION concerns.findable_of, concerns.keep_findable FROM PUBLIC;
GRANT EXECUTE ON FUNCTION concerns.findable_of, concerns.keep_findable TO concerns_app;
