/** A first policy file: a commented one, or one made from a description of the API. */
@NullMarked
package io.tallygate.policy.draft;

import org.jspecify.annotations.NullMarked;
