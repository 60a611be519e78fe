package io.tallygate.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallygate.gateway.key.Role;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FieldsTest {

  private static final List<String> KNOWN = List.of("name", "role", "when", "more", "list", "n");

  private static Fields fields(String body) {
    return Fields.parse(body.replace('\'', '"'), KNOWN);
  }

  private static Arguments refused(String body, String field, String message) {
    return refused(body, field, message, it -> {});
  }

  private static Arguments refused(
      String body, String field, String message, Consumer<Fields> reader) {
    return Arguments.of(body, new Refused(field, message), reader);
  }

  private record Refused(String field, String message) {}

  static Stream<Arguments> refusals() {
    Consumer<Fields> name = it -> it.text("name", text -> text);
    Consumer<Fields> role = it -> it.word("role", List.of(Role.READ, Role.ADMIN));
    Consumer<Fields> number = it -> it.number("n", one -> one);
    Consumer<Fields> factor = it -> it.thousandths("n", one -> one);
    Consumer<Fields> when = it -> it.second("when", 0);
    Consumer<Fields> texts = it -> it.texts("more");
    Consumer<Fields> list = it -> it.objects("list", List.of("a"));
    String time = "when must be a time in whole seconds, such as 2027-03-31T18:00:00Z";
    String roles = "role must be read, admin: role=";
    return Stream.of(
        refused("", "", "body must be a JSON object"),
        refused("sesame", "", "body must be one JSON object: line=1 column="),
        refused("[]", "", "body must be a JSON object"),
        refused("{} {}", "", "body must be one JSON object: line=1 column=4"),
        refused("{'n':1,'n':2}", "", "body must be one JSON object: line=1 column=11"),
        refused("{'nmae':1}", "nmae", "no such field: field=nmae; did you mean 'name'?"),
        refused("{'s3cr3t!':1}", "…", "no such field: field=…"),
        refused("{}", "name", "name must be a text", name),
        refused("{'name':null}", "name", "name must be a text", name),
        refused("{'name':7}", "name", "name must be a text", name),
        refused("{'role':'s3cr3t!'}", "role", roles + "…", role),
        refused("{'role':'operate'}", "role", roles + "operate", role),
        refused("{'role':'READ'}", "role", roles + "READ", role),
        refused("{'n':'1'}", "n", "n must be a whole number", number),
        refused("{'n':1.5}", "n", "n must be a whole number", number),
        refused("{'n':9223372036854775808}", "n", "n must be a whole number", number),
        refused("{}", "n", "n must be a whole number", number),
        refused("{'n':1.0001}", "n", "n must be a number with at most 3 decimals", factor),
        refused("{'n':1e99}", "n", "n must be a number with at most 3 decimals", factor),
        refused("{'n':true}", "n", "n must be a number", factor),
        refused("{'when':'2027-03-31'}", "when", time, when),
        refused("{'when':'2027-03-31T18:00:00.5Z'}", "when", time, when),
        refused("{'when':'2027-03-31T18:00:00'}", "when", time, when),
        refused("{'when':1}", "when", "when must be a text", when),
        refused("{'more':[]}", "more", "more must be a JSON object of texts", texts),
        refused("{'more':{'a':1}}", "more", "more must be a JSON object of texts", texts),
        refused("{'list':{}}", "list", "list must be a list", list),
        refused("{'list':[{},7]}", "list[1]", "list[1] must be a JSON object", list),
        refused(
            "{'list':[{},{'b':1}]}",
            "list[1].b",
            "no such field: field=list[1].b; did you mean 'a'?",
            list));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void read_badField_namesIt(String body, Refused refused, Consumer<Fields> reader) {
    ApiProblem problem = catchThrowableOfType(ApiProblem.class, () -> reader.accept(fields(body)));

    assertThat(problem.detail()).startsWith(refused.message());
    assertThat(problem.field()).isEqualTo(refused.field());
    assertThat(problem.code()).isEqualTo(ApiProblem.Code.INVALID_REQUEST);
    assertThat(problem.detail()).doesNotContain("sesame", "s3cr3t");
  }

  @Test
  void read_ruleOfAValue_namesTheField() {
    ApiProblem problem =
        catchThrowableOfType(
            ApiProblem.class,
            () ->
                fields("{'list':[{'a':'x'}]}")
                    .objects("list", List.of("a"))
                    .get(0)
                    .text(
                        "a",
                        text -> {
                          throw new IllegalArgumentException("it must be y");
                        }));

    assertThat(problem.field()).isEqualTo("list[0].a");
    assertThat(problem.detail()).isEqualTo("it must be y");
  }

  @Test
  void parse_tooDeep_isRefused() {
    String deep = "{'more':" + "[".repeat(100_000);

    assertThat(catchThrowableOfType(ApiProblem.class, () -> fields(deep)).detail())
        .startsWith("body must be one JSON object");
  }

  @Test
  void read_goodFields_areTheirValues() {
    Fields fields =
        fields(
            "{'name':'x','role':'admin','n':2.5,'when':'2027-03-31T20:00:00+02:00',"
                + "'more':{'a':'b'},'list':[{'a':'y'}]}");

    assertThat(fields.<String>text("name", text -> text)).isEqualTo("x");
    assertThat(fields.word("role", List.of(Role.values()))).isEqualTo(Role.ADMIN);
    assertThat(fields.<Long>thousandths("n", one -> one)).isEqualTo(2_500);
    assertThat(fields.second("when", 0)).isEqualTo(1_806_516_000);
    assertThat(fields.texts("more")).isEqualTo(Map.of("a", "b"));
    assertThat(fields.objects("list", List.of("a"))).hasSize(1);
  }

  @Test
  void read_missingOrNull_isNothing() {
    Fields fields = fields("{'name':null,'more':null,'list':null,'when':null}");

    assertThat(fields.has("name")).isTrue();
    assertThat(fields.has("role")).isFalse();
    assertThat(fields.isNull("role")).isTrue();
    assertThat(fields.optionalText("name", text -> text)).isEmpty();
    assertThat(fields.second("when", 7)).isEqualTo(7);
    assertThat(fields.texts("more")).isEmpty();
    assertThat(fields.objects("list", List.of())).isEmpty();
  }
}
