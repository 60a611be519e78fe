package io.tallygate.gateway.admin;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.Description;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Plan;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Term;
import org.jspecify.annotations.Nullable;

/** What several operations read alike from their fields. */
final class Reading {

  private Reading() {}

  /** A description with the metadata that was sent. */
  static Description metadata(Fields fields, Description named) {
    try {
      return named.withMetadata(fields.texts("metadata"));
    } catch (IllegalArgumentException e) {
      throw fields.refused("metadata", String.valueOf(e.getMessage()));
    }
  }

  /** An owner's id; what has not its form may be anything, and is not looked up. */
  static @Nullable String owner(Fields fields) {
    return fields
        .optionalText(
            "owner",
            text -> {
              require(Owner.isId(text), "owner must be own_ and 12 letters or digits, or null");
              return text;
            })
        .orElse(null);
  }

  /** A plan's name. */
  static @Nullable String plan(Fields fields) {
    return fields
        .optionalText(
            "plan",
            text -> {
              Plan.requireName(text);
              return text;
            })
        .orElse(null);
  }

  /** A limit and what it is to be. */
  static LimitRule rule(Fields fields, Term term) {
    Target target = fields.text("limit", Target::parse);
    return new LimitRule(target, amount(fields), term);
  }

  private static Amount amount(Fields fields) {
    boolean hasFactor = !fields.isNull("factor");
    if (fields.isNull("count") != hasFactor) {
      throw fields.refused("count", "limit must have a count or a factor, and not both");
    }
    return hasFactor
        ? fields.thousandths("factor", Amount.Factor::new)
        : fields.number("count", Amount.Count::new);
  }

  static Term term(Fields fields) {
    long from = fields.second("from", 0);
    long until = fields.second("until", Term.NO_END);
    try {
      return new Term(from, until);
    } catch (IllegalArgumentException e) {
      throw fields.refused("until", String.valueOf(e.getMessage()));
    }
  }

  /** What has not the form of an id may be a secret, and is not repeated. */
  static String shownId(String text) {
    return text.matches("(?:key_[0-9A-Za-z]{12}|tok_[0-9a-f]{24})") ? text : "…";
  }

  /** What is no name may be a secret, and is not repeated. */
  static String shown(String text) {
    return text.matches("[a-z0-9._/-]{1,64}") ? text : "…";
  }
}
