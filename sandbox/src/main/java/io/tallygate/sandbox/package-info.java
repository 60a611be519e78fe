/** The limited API on your own machine: settings, start and end. */
@NullMarked
package io.tallygate.sandbox;

import org.jspecify.annotations.NullMarked;
