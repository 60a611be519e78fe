package io.tallygate.webhooks.destination;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Whether an address belongs to the public internet. What an IPv6 address carries of an IPv4 one
 * (mapped, translated, 6to4) is judged as that.
 *
 * <p>From the IANA special-purpose registries of IPv4 and IPv6 (RFC 6890): whatever stands there as
 * not globally reachable is not public, nor is multicast, nor what is reserved.
 */
final class PublicAddress {

  /**
   * The addresses that begin with some bits.
   *
   * @param length of an address in bits
   * @param rest how many bits follow those
   */
  private record Block(int length, BigInteger begin, int rest) {

    static Block of(String text) {
      String[] parts = text.split("/", -1);
      byte[] address = Literal.parse(parts[0]).orElseThrow().getAddress();
      int length = address.length * Byte.SIZE;
      int rest = length - Integer.parseInt(parts[1]);
      return new Block(length, new BigInteger(1, address).shiftRight(rest), rest);
    }

    boolean contains(byte[] address) {
      return address.length * Byte.SIZE == length
          && new BigInteger(1, address).shiftRight(rest).equals(begin);
    }
  }

  private static final List<Block> NOT_PUBLIC =
      blocks(
          "0.0.0.0/8", //          this network
          "10.0.0.0/8", //         private
          "100.64.0.0/10", //      carriers' own
          "127.0.0.0/8", //        loopback
          "169.254.0.0/16", //     link-local, and where clouds keep their metadata
          "172.16.0.0/12", //      private
          "192.0.0.0/24", //       protocol assignments
          "192.0.2.0/24", //       documentation
          "192.88.99.0/24", //     6to4 relays, which are no more
          "192.168.0.0/16", //     private
          "198.18.0.0/15", //      benchmarks
          "198.51.100.0/24", //    documentation
          "203.0.113.0/24", //     documentation
          "224.0.0.0/4", //        multicast
          "240.0.0.0/4", //        reserved, and broadcast
          "168.63.129.16/32"); //  a cloud's own services, though the address is public

  /** The one part of IPv6 that is given out to the public internet. */
  private static final Block GLOBAL_UNICAST = Block.of("2000::/3");

  private static final List<Block> NOT_PUBLIC_6 =
      blocks(
          "2001::/23", //          protocol assignments, Teredo among them
          "2001:db8::/32", //      documentation
          "3fff::/20"); //         documentation

  /** What networks of one's own have; of the rest that is not public, nothing is meant to serve. */
  private static final List<Block> PRIVATE =
      blocks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

  /** A cloud's metadata, though the address is a private one. */
  private static final Block METADATA_6 = Block.of("fd00:ec2::/32");

  private static final Block TRANSLATED = Block.of("64:ff9b::/96"); // NAT64, RFC 6052
  private static final Block MAPPED = Block.of("0:0:0:0:0:ffff::/96");
  private static final Block SIX_TO_FOUR = Block.of("2002::/16");

  private PublicAddress() {}

  private static List<Block> blocks(String... texts) {
    return Arrays.stream(texts).map(Block::of).toList();
  }

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  /** Whether it belongs to a private network, and is none that clouds keep for themselves. */
  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    return PRIVATE.stream().anyMatch(block -> block.contains(bytes)) && !METADATA_6.contains(bytes);
  }

  private static boolean isPublic4(byte[] bytes) {
    return NOT_PUBLIC.stream().noneMatch(block -> block.contains(bytes));
  }

  private static boolean isPublic6(byte[] bytes) {
    if (TRANSLATED.contains(bytes) || MAPPED.contains(bytes)) {
      return isPublic4(Arrays.copyOfRange(bytes, 12, 16));
    }
    if (SIX_TO_FOUR.contains(bytes)) {
      return isPublic4(Arrays.copyOfRange(bytes, 2, 6));
    }
    return GLOBAL_UNICAST.contains(bytes)
        && NOT_PUBLIC_6.stream().noneMatch(block -> block.contains(bytes));
  }
}
