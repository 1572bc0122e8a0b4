-- A login for each process, with a password from the environment; run again it changes nothing else.
-- psql "$CONCERNS_OWNER_URL" -f containers/logins.sql, after `concerns db migrate`.
\set ON_ERROR_STOP on
\getenv api CONCERNS_API_PASSWORD
\getenv projector CONCERNS_PROJECTOR_PASSWORD
\getenv sealer CONCERNS_SEALER_PASSWORD

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['concerns_api', 'concerns_projector', 'concerns_sealing']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

ALTER ROLE concerns_api PASSWORD :'api';
ALTER ROLE concerns_projector PASSWORD :'projector';
ALTER ROLE concerns_sealing PASSWORD :'sealer';

-- Who answers, and who keeps the views, may add facts and read; only who answers reaches the keys.
GRANT concerns_app, concerns_keys_app TO concerns_api;
GRANT concerns_app TO concerns_projector;
-- Who seals reads the record and changes none of it.
GRANT concerns_sealer TO concerns_sealing;
