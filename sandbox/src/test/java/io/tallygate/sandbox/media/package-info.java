@NullMarked
package io.tallygate.sandbox.media;

import org.jspecify.annotations.NullMarked;
