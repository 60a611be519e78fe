package io.tallygate.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Which ports can be listened on. */
final class Ports {

  /** How far the next free port may be. */
  static final int TRIES_MAX = 100;

  private static final int PORT_MAX = 65_535;

  private Ports() {}

  /** Whether nobody listens there, at this moment. */
  static boolean isFree(String address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(
          address.isEmpty()
              ? new InetSocketAddress(port)
              : new InetSocketAddress(InetAddress.getByName(address), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The wanted port, or else the next free one after it; 0 stays 0.
   *
   * @param other a port that is needed for something else
   */
  static int nextFree(String address, int wanted, int other) {
    if (wanted == 0) {
      return 0;
    }
    for (int port = wanted; port < wanted + TRIES_MAX && port <= PORT_MAX; port++) {
      if (port != other && isFree(address, port)) {
        return port;
      }
    }
    throw new CommandFailed(
        "port is in use, and so are the next %s: port=%s".formatted(TRIES_MAX - 1, wanted));
  }
}
