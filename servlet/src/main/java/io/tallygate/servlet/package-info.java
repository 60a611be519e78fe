/** A filter for Jakarta Servlet 6: the same policy, inside a Java service. */
@NullMarked
package io.tallygate.servlet;

import org.jspecify.annotations.NullMarked;
