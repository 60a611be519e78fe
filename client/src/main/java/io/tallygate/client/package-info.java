/** For programs that call a limited API: the HTTP client that keeps to its limits. */
@NullMarked
package io.tallygate.client;

import org.jspecify.annotations.NullMarked;
