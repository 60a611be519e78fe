/** The servlet filter in embedded Tomcat, in one file. */
@NullMarked
package io.tallygate.examples.tomcat;

import org.jspecify.annotations.NullMarked;
