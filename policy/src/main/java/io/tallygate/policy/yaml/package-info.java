/** Strict YAML: a text becomes a tree in which everything knows its place. */
@NullMarked
package io.tallygate.policy.yaml;

import org.jspecify.annotations.NullMarked;
