@NullMarked
package io.tallygate.sandbox.media.program;

import org.jspecify.annotations.NullMarked;
