/** Whether the API behind the gateway answers: one rule, for the dashboard and for alerts. */
@NullMarked
package io.tallygate.gateway.upstream;

import org.jspecify.annotations.NullMarked;
