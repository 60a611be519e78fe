package io.tallygate.gateway.coach;

import io.tallygate.gateway.coach.Finding.Figure;
import io.tallygate.gateway.coach.Seen.SeenEndpoint;
import io.tallygate.gateway.coach.Seen.SeenFault;
import java.util.ArrayList;
import java.util.List;

/** Who sends the same fault again and again. */
final class FaultRule implements Rule {

  /** Fewer are what happens while a program is written. */
  static final long FAULTS_MIN = 20;

  /** So many of a hundred calls; fewer can be ids that have ceased to exist. */
  static final long PERCENT_MIN = 10;

  @Override
  public List<Finding> findings(Seen seen) {
    List<Finding> findings = new ArrayList<>();
    for (SeenEndpoint endpoint : seen.endpoints()) {
      for (SeenFault fault : endpoint.faults()) {
        if (fault.calls() >= FAULTS_MIN && fault.calls() * 100 >= endpoint.calls() * PERCENT_MIN) {
          findings.add(finding(endpoint, fault));
        }
      }
    }
    return findings;
  }

  private static Finding finding(SeenEndpoint endpoint, SeenFault fault) {
    String text =
        "answered %s to %s of %s calls of %s"
            .formatted(
                fault.status(),
                Texts.count(fault.calls()),
                Texts.count(endpoint.calls()),
                endpoint.name());
    return new Finding(
        Practice.FIX_REQUEST,
        endpoint.name(),
        text,
        List.of(
            new Figure("faults", fault.calls()),
            new Figure("status", fault.status()),
            new Figure("calls", endpoint.calls())));
  }
}
