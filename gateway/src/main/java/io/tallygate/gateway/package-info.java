/** The server: a reverse proxy that counts. */
@NullMarked
package io.tallygate.gateway;

import org.jspecify.annotations.NullMarked;
