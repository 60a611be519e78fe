/** Voices and presenters: what the tools can use. */
@NullMarked
package io.tallygate.sandbox.resource;

import org.jspecify.annotations.NullMarked;
