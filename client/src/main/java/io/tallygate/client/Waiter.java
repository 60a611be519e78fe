package io.tallygate.client;

import java.util.concurrent.CompletableFuture;

/**
 * A call that waits for its turn.
 *
 * @param turn completes when the call may go out, or fails with {@link RateLimited}; whoever
 *     cancels it leaves the queue
 * @param deadlineNanos until when it will wait
 */
record Waiter(CompletableFuture<Void> turn, long deadlineNanos) {}
