from concerns.storage.pool import NotMigrated, Pool


def refuse_unmigrated(pool: Pool) -> None:
    """Make sure that this database holds the record's tables.

    The role `concerns_app` belongs to the whole server, so a pool opens on an empty database too.
    Raises NotMigrated, saying what to run.
    """
    with pool.connection() as connection:
        found = connection.execute("SELECT to_regclass('concerns.fact')").fetchone()
    if found is None or found[0] is None:
        raise NotMigrated("The database holds no record yet: run `concerns db migrate` first.")
