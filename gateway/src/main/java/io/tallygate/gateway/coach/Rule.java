package io.tallygate.gateway.coach;

import java.util.List;

/** Finds what breaks one practice: a pure function of what was seen. */
interface Rule {

  /** Of each finding the first figure says how many calls it is about. */
  List<Finding> findings(Seen seen);
}
