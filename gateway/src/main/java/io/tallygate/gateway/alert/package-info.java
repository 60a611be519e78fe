/** Alerts: who is told of what by webhooks, and what is noticed of the calls. */
@NullMarked
package io.tallygate.gateway.alert;

import org.jspecify.annotations.NullMarked;
