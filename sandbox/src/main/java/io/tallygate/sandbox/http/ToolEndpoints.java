package io.tallygate.sandbox.http;

import io.javalin.http.Context;
import io.tallygate.sandbox.execution.ExecutionEvents;
import io.tallygate.sandbox.execution.Executions;
import io.tallygate.sandbox.http.ApiError.Code;
import io.tallygate.sandbox.http.Callers.Caller;
import io.tallygate.sandbox.media.Tool;
import io.tallygate.sandbox.store.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The ten tools, and their executions. */
final class ToolEndpoints {

  private static final String EXECUTION = "toolExecutionId";

  private final Executions executions;
  private final ExecutionEvents shapes;
  private final ToolCalls calls;
  private final Set<Tool> offered;

  /**
   * @param offered the others answer 501
   */
  ToolEndpoints(Executions executions, ExecutionEvents shapes, ToolCalls calls, Set<Tool> offered) {
    this.executions = executions;
    this.shapes = shapes;
    this.calls = calls;
    this.offered = Set.copyOf(offered);
  }

  List<Endpoint> all() {
    List<Endpoint> all = new ArrayList<>();
    for (Tool tool : Tool.values()) {
      all.add(
          Endpoint.post(
              "/v1/tools/" + tool.path(), (context, caller) -> start(context, caller, tool)));
    }
    all.add(Endpoint.post("/v1/tools/executions/{" + EXECUTION + "}/cancel", this::cancel));
    all.add(Endpoint.get("/v1/tools/executions/{" + EXECUTION + "}", this::show));
    return all;
  }

  private void start(Context context, Caller caller, Tool tool) {
    if (!offered.contains(tool)) {
      throw ApiError.of(Code.NOT_INSTALLED, "no program for this tool is installed: " + tool);
    }
    var call = calls.check(tool, Body.fields(context), caller);
    accepted(context, executions.start(caller.member(), call).id());
  }

  private static void accepted(Context context, String id) {
    Json.answer(context, 202, Json.object().put(EXECUTION, id));
  }

  private void cancel(Context context, Caller caller) {
    String id = id(context);
    executions.cancel(caller.member().team(), id);
    accepted(context, id);
  }

  private void show(Context context, Caller caller) {
    Json.answer(context, 200, shapes.show(executions.require(caller.member().team(), id(context))));
  }

  private static String id(Context context) {
    return Fields.requireId(EXECUTION, Id.EXECUTION, context.pathParam(EXECUTION));
  }
}
