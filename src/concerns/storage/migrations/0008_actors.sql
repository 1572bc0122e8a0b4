-- The few facts that say whose access ended are found at once, whatever the length of the log.
CREATE INDEX fact_actor_access ON concerns.fact (authority, position)
    WHERE name IN ('actor-deactivated/1', 'actor-reactivated/1');
