@NullMarked
package io.tallygate.sandbox.media.sound;

import org.jspecify.annotations.NullMarked;
