-- Rows of a view in one round trip: whose record, who reads and the rows, in one statement.
--
-- One query for each way of asking, each with the index that serves it: one query for all of them
-- would be planned anew each time, or once and wrongly. Row-level security holds below these
-- functions as it does below any statement.

-- Nobody named as the reader is the program itself, which sees all of one authority's rows.
CREATE FUNCTION concerns.see_as(of_authority text, reader text) RETURNS void
LANGUAGE plpgsql SET search_path = concerns, pg_temp AS $$
BEGIN
    IF reader IS NULL THEN
        PERFORM set_config('concerns.authority', of_authority, true),
                set_config('concerns.hidden', '{}', true);
    ELSE
        PERFORM read_as(of_authority, reader);
    END IF;
END
$$;

CREATE FUNCTION concerns.rows_of_view(
    of_authority text, reader text, of_view text, of_case uuid, holding jsonb, known timestamptz,
    after_key text, at_most bigint)
RETURNS TABLE (row_key text, row_doc jsonb, since_position bigint, since timestamptz)
LANGUAGE plpgsql SET search_path = concerns, pg_temp AS $$
DECLARE
    shown int;
BEGIN
    PERFORM see_as(of_authority, reader);
    SELECT g.current INTO shown FROM generation g WHERE g.authority = of_authority;
    IF of_case IS NULL AND known IS NULL THEN
        RETURN QUERY SELECT r.key, r.doc, r.from_position, r.from_at FROM view_row r
            WHERE r.authority = of_authority AND r.generation = shown AND r.view = of_view
                AND r.key > after_key AND (holding IS NULL OR r.doc @> holding)
                AND r.to_position IS NULL
            ORDER BY r.key LIMIT at_most;
    ELSIF of_case IS NULL THEN
        RETURN QUERY SELECT r.key, r.doc, r.from_position, r.from_at FROM view_row r
            WHERE r.authority = of_authority AND r.generation = shown AND r.view = of_view
                AND r.key > after_key AND (holding IS NULL OR r.doc @> holding)
                AND r.from_at <= known AND (r.to_at IS NULL OR r.to_at > known)
            ORDER BY r.key LIMIT at_most;
    ELSIF known IS NULL THEN
        RETURN QUERY SELECT r.key, r.doc, r.from_position, r.from_at FROM view_row r
            WHERE r.authority = of_authority AND r.generation = shown AND r.view = of_view
                AND r.key > after_key AND (holding IS NULL OR r.doc @> holding)
                AND r.case_id = of_case AND r.to_position IS NULL
            ORDER BY r.key LIMIT at_most;
    ELSE
        RETURN QUERY SELECT r.key, r.doc, r.from_position, r.from_at FROM view_row r
            WHERE r.authority = of_authority AND r.generation = shown AND r.view = of_view
                AND r.key > after_key AND (holding IS NULL OR r.doc @> holding)
                AND r.case_id = of_case
                AND r.from_at <= known AND (r.to_at IS NULL OR r.to_at > known)
            ORDER BY r.key LIMIT at_most;
    END IF;
END
$$;

-- What changes whenever any row may read otherwise: a fact, a rebuild, or who may see it.
CREATE FUNCTION concerns.state_of_views(of_authority text, reader text) RETURNS text
LANGUAGE plpgsql SET search_path = concerns, pg_temp AS $$
BEGIN
    PERFORM see_as(of_authority, reader);
    RETURN (SELECT concat_ws(' ', g.current, coalesce(p.position, 0),
            (SELECT max(f.position) FROM fact f WHERE f.authority = of_authority),
            current_setting('concerns.hidden'))
        FROM generation g LEFT JOIN progress p
            ON p.authority = g.authority AND p.generation = g.current
        WHERE g.authority = of_authority);
END
$$;

ALTER FUNCTION concerns.see_as OWNER TO concerns_owner;
ALTER FUNCTION concerns.rows_of_view OWNER TO concerns_owner;
ALTER FUNCTION concerns.state_of_views OWNER TO concerns_owner;
REVOKE ALL ON FUNCTION concerns.see_as, concerns.rows_of_view, concerns.state_of_views FROM PUBLIC;
GRANT EXECUTE ON FUNCTION concerns.see_as, concerns.rows_of_view, concerns.state_of_views
    TO concerns_app;
