-- What is kept beside the record about each address that is told of news: its secret, and how far it
-- has been told. Whether it is to be told at all says the record.

CREATE TABLE concerns.webhook (
    authority text NOT NULL REFERENCES concerns.authority,
    id uuid NOT NULL,
    secret bytea NOT NULL,
    kek text, -- under which key the secret is wrapped; NULL where it lies here as it is
    former bytea, -- the secret before, which signs beside it for a while
    former_kek text,
    former_until timestamptz,
    told bigint NOT NULL, -- the position up to which it has been told
    round integer NOT NULL DEFAULT 0, -- how often it was asked to be told again
    telling bigint, -- the position of the hint that is under way, and the facts it names
    names text[] NOT NULL DEFAULT '{}',
    tries integer NOT NULL DEFAULT 0,
    began_at timestamptz, -- when the hint under way was first tried
    next_at timestamptz, -- not before then
    failing_since timestamptz, -- given up then
    trouble text NOT NULL DEFAULT '',
    PRIMARY KEY (authority, id),
    CHECK ((former IS NULL) = (former_until IS NULL))
);
ALTER TABLE concerns.webhook ENABLE ROW LEVEL SECURITY;
ALTER TABLE concerns.webhook FORCE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON concerns.webhook
    USING (authority = current_setting('concerns.authority', true))
    WITH CHECK (authority = current_setting('concerns.authority', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON concerns.webhook TO concerns_app;
ALTER TABLE concerns.webhook OWNER TO concerns_owner;
