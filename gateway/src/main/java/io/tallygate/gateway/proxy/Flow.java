package io.tallygate.gateway.proxy;

import io.netty.channel.Channel;

/** Whether a side can take more, and so whether the other side is to be read. */
enum Flow {
  RUNS,
  STOPS;

  /** What can still be written to the channel before its owner has to wait. */
  static Flow into(Channel channel) {
    return channel.isWritable() ? RUNS : STOPS;
  }
}
