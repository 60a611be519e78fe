package io.tallygate.bench.kept;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What else the machine is doing. */
public final class MachineLoad {

  private MachineLoad() {}

  /** The load average of the last minute, as it is printed and kept. */
  public static String now() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.format(Locale.ROOT, "%.1f", load);
  }
}
