/** Programs to start from, each in one file. */
@NullMarked
package io.tallygate.examples;

import org.jspecify.annotations.NullMarked;
