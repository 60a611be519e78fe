/** Work of the server that goes on after its answer: how a program hears of its end. */
@NullMarked
package io.tallygate.client.execution;

import org.jspecify.annotations.NullMarked;
