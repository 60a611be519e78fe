package io.tallygate.webhooks.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that a delivery may connect to. Asked for each connection, and the connection goes
 * to the very addresses that were looked at: a name that resolves to something else a moment later
 * (rebinding) gains nothing. Thread-safe.
 */
public final class Addresses {

  /** Finds the addresses of a name. */
  @FunctionalInterface
  public interface Resolver {

    /** The system's. */
    Resolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    List<InetAddress> resolve(String name) throws UnknownHostException;
  }

  private final Reach reach;
  private final Resolver resolver;

  public Addresses(Reach reach, Resolver resolver) {
    this.reach = reach;
    this.resolver = resolver;
  }

  public Reach reach() {
    return reach;
  }

  /**
   * Where a host is.
   *
   * @param host a DNS name or an address without brackets
   * @throws TargetException if it is, also, where no delivery may go
   * @throws UnknownHostException if it has no address
   */
  public List<InetAddress> of(String host) throws UnknownHostException {
    Optional<InetAddress> literal = Literal.parse(host);
    List<InetAddress> found = literal.isPresent() ? List.of(literal.get()) : resolver.resolve(host);
    if (found.isEmpty()) {
      throw new UnknownHostException("no address: host=" + host);
    }
    for (InetAddress address : found) { // one bad address, and its answers are not to be trusted
      if (!allows(address)) {
        throw new TargetException("url must have a public address");
      }
    }
    return found;
  }

  private boolean allows(InetAddress address) {
    return PublicAddress.isPublic(address)
        || (reach.hasLoopback() && address.isLoopbackAddress())
        || (reach.hasPrivate() && PublicAddress.isPrivate(address));
  }
}
