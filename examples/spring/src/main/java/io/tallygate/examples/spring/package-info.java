/** The servlet filter in Spring Boot, in one file. */
@NullMarked
package io.tallygate.examples.spring;

import org.jspecify.annotations.NullMarked;
