/** The servlet filter in embedded Jetty, in one file. */
@NullMarked
package io.tallygate.examples.jetty;

import org.jspecify.annotations.NullMarked;
