"""Django's PostgreSQL, made to notice within two seconds that the server is away."""

import contextlib
import time

import psycopg
from django.db.backends.postgresql import base, operations
from psycopg_pool import PoolTimeout

# How long a kept connection may take to show that it still works.
PATIENCE_SECONDS = 0.5
# How long nobody else waits after one request has waited for nothing.
REST_SECONDS = 1
# Asks for a cursor that prepares, where Django asks for a name.
PREPARING = "preparing"


class Connection(psycopg.Connection):
    """A connection that is soon given up when it is only asked whether it still works.

    The pool asks so before it hands a connection out, through `execute`; all of Django's own
    queries go through cursors. A server that hangs keeps its connections open, so without this
    the question would wait for ever.
    """

    patience = None

    def execute(self, *args, **kwargs):
        self.patience = PATIENCE_SECONDS
        try:
            return super().execute(*args, **kwargs)
        finally:
            self.patience = None

    def wait(self, gen, *args, timeout=None, **kwargs):
        return super().wait(gen, *args, timeout=timeout or self.patience, **kwargs)


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor, sql, params):
        """The statement with its values, also where these were sent apart."""
        if isinstance(cursor, base.ServerBindingCursor):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """After one request has waited for nothing, the next ones fail at once for a second.

    A worker handles one request at a time: were each to wait, the last of a queue would wait
    for all before it.
    """

    ops_class = DatabaseOperations
    resting_until = 0.0

    def __init__(self, settings_dict, *args, **kwargs):
        if pool := settings_dict["OPTIONS"].get("pool"):
            pool["connection_class"] = Connection
        super().__init__(settings_dict, *args, **kwargs)

    def get_new_connection(self, conn_params):
        if time.monotonic() < DatabaseWrapper.resting_until:
            raise psycopg.OperationalError("The database did not answer a moment ago.")
        try:
            return super().get_new_connection(conn_params)
        except PoolTimeout:
            DatabaseWrapper.resting_until = time.monotonic() + REST_SECONDS
            raise

    def preparing_cursor(self):
        """A cursor that sends each text once to be planned, and after that its values alone."""
        return self._cursor(PREPARING)

    def run_last(self, text, params):
        """Run the last statement of a transaction, and commit with it: nobody waits in between.

        Both are sent at once. Where the statement fails there is no commit, and the error is raised
        as any other is. What the statement gives cannot be read before the transaction is over.
        """
        with (
            self.wrap_database_errors,
            self.preparing_cursor() as cursor,
            self.connection.pipeline() as pipeline,
        ):
            try:
                cursor.execute(text, params)
                self.connection.commit()
            except psycopg.Error:
                # The commit fails with it, which psycopg logs as trouble unless it is read here.
                with contextlib.suppress(psycopg.Error):
                    pipeline.sync()
                raise

    def create_cursor(self, name=None):
        if name is PREPARING:
            return base.ServerBindingCursor(self.connection)
        return super().create_cursor(name)
