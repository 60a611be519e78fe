package io.tallygate.gateway.proxy;

import io.tallygate.gateway.call.CallObserver;
import io.tallygate.gateway.call.EndedCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line per call, on request. Names the key by its id; never a query, for it may hold secrets.
 */
final class AccessLog implements CallObserver {

  private static final Logger LOG = LoggerFactory.getLogger("tallygate.access");

  @Override
  public void ended(EndedCall call) {
    LOG.info(
        "call: id={} method={} path={} group={} key={} address={} status={} micros={}",
        call.requestId(),
        call.methodName(),
        printable(call.path()),
        call.group(),
        call.identity(),
        call.address().getHostAddress(),
        call.status(),
        call.nanos() / 1_000);
  }

  /** A path as it may stand in a log: without what would end the line. */
  private static String printable(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c >= 127) {
        return path.replaceAll("[^!-~]", "?");
      }
    }
    return path;
  }
}
