/** The 25 endpoints, and what needs no key. */
@NullMarked
package io.tallygate.sandbox.http;

import org.jspecify.annotations.NullMarked;
