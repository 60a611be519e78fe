/** An API's own OpenAPI file, with what a policy adds to it. */
@NullMarked
package io.tallygate.policy.openapi;

import org.jspecify.annotations.NullMarked;
