/** Sound as samples: noises, tones, speech, and WAV files. */
@NullMarked
package io.tallygate.sandbox.media.sound;

import org.jspecify.annotations.NullMarked;
