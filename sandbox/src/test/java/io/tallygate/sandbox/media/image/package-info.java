@NullMarked
package io.tallygate.sandbox.media.image;

import org.jspecify.annotations.NullMarked;
