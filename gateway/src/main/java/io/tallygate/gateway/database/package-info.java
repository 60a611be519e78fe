/** Where keys, owners, plans and overrides are kept: SQLite in the data folder, or PostgreSQL. */
@NullMarked
package io.tallygate.gateway.database;

import org.jspecify.annotations.NullMarked;
