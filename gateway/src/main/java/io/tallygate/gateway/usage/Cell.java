package io.tallygate.gateway.usage;

/** What one event loop has counted of a caller and a group in one minute, since it was gathered. */
final class Cell {

  String caller = "";
  String group = "";
  int minute; // since 1970
  long admitted;
  long refused;
  long failed;
  int refusalsNoted;

  /** The used thousandths of the limit shown at the last call, 0 if that is less than half. */
  int nearThousandths;

  /** When that window ends. */
  long nearResetSecond;

  boolean is(String otherCaller, String otherGroup, int otherMinute) {
    return minute == otherMinute && caller.equals(otherCaller) && group.equals(otherGroup);
  }

  void begin(String ofCaller, String ofGroup, int ofMinute) {
    caller = ofCaller;
    group = ofGroup;
    minute = ofMinute;
    admitted = 0;
    refused = 0;
    failed = 0;
    refusalsNoted = 0;
    nearThousandths = 0;
    nearResetSecond = 0;
  }

  Counts counts() {
    return new Counts(admitted, refused, failed);
  }
}
