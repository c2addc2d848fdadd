/// One statement of a script or one entry of the shell.
package struct Statement: Hashable, Sendable {
  package indirect enum Kind: Hashable, Sendable {
    case query(Query)
    case explain(Query)
    /// `describe`, `describe accounts`, `describe arr`, `describe load`. What is done with the
    /// table (`| where severity is warning`, `as csv`) goes on from it as from a last answer.
    case describe([Name], Query?)
    /// `help`, `help top`, `help "drift zone"`, `jfi?`
    case help(String?)
    case load(Load)
    /// `reload`, `reload "x.csv"`: reads files again.
    case reload([TextLiteral])
    case letValue(Name, Expression)
    case set(Name, [Expression])
    case use(TextLiteral)
    case expect(Expression)
    case cohort(TextLiteral, Population)
    case define(Name, Definition)
    case stages(StageModelDeclaration)
    /// `stage Invest when contract_signed`
    case stageRule(Name, Pattern)
    /// `event first_value = milestone[name is "go-live"]`
    case event(Name, [EventMatcher])
    /// `signal praise = thumbs_up[...]`
    case signal(Name, [EventMatcher])
    case target(Expression, Responsibility)
    case play(TextLiteral, when: Expression, Responsibility)
    case benchmark(TextLiteral, from: TextLiteral)
    /// What could not be read; the parser has said so.
    case invalid
  }

  package var kind: Kind
  package var span: SourceSpan

  package init(_ kind: Kind, span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

/// `load events from "usage.csv" join "subscriptions.csv" on subscription_id with account =
/// account_id`
package struct Load: Hashable, Sendable {
  /// What the rows are: `accounts`, `events`, `stages`, or (`table NAME`) a look-up table.
  package enum Role: Hashable, Sendable {
    case accounts, events, stages
    /// `load aliases from "x.csv"`: other names and keys of accounts.
    case aliases
    case table(Name)
    /// `load from "x.csv"`: recognised by content.
    case recognised
  }

  package struct Join: Hashable, Sendable {
    package var file: TextLiteral
    /// `on account`: the key has this name on both sides; `on product = product_name`: left =
    /// right.
    package var left: Name
    package var right: Name?

    package init(file: TextLiteral, left: Name, right: Name?) {
      self.file = file
      self.left = left
      self.right = right
    }
  }

  package struct Mapping: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
      /// A column of the file (or of a joined one).
      case column(Name)
      /// The same text on every row.
      case constant(TextLiteral)
    }
    /// A role (`id`, `name`, `account`, `at`, `kind`, `stage`, ...) or a new name for the column.
    package var role: Name
    package var source: Source
    /// `in "dd-MM-yyyy HH:mm"`
    package var format: TextLiteral?

    package init(_ role: Name, _ source: Source, format: TextLiteral? = nil) {
      self.role = role
      self.source = source
      self.format = format
    }
  }

  /// `reading delimiter ";", header 2 to 3`: how the files are written.
  package struct Reading: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
      /// `"tab"`, `("-", "n/a")`
      case texts([TextLiteral])
      /// `2`, `2 to 3`
      case numbers(Int, to: Int?)
      case none
    }

    package var option: ReadingOption
    package var value: Value

    package init(_ option: ReadingOption, _ value: Value) {
      self.option = option
      self.value = value
    }
  }

  /// How rows become events where one row is not one event.
  package enum EventShape: Hashable, Sendable {
    /// `events from changes of (state, priority) by case`: a row is the state of a case at a time.
    case changes(of: [Name], by: Name)
    /// `events from periods (start_date, end_date) by subscription`: a row is something that lasts.
    case periods(start: Name, end: Name, by: Name?)
  }

  package var role: Role
  package var files: [TextLiteral]
  package var readings: [Reading] = []
  package var joins: [Join]
  package var mappings: [Mapping]
  /// `kind from columns (a, b)`: each of these timestamp columns is an event of its own.
  package var kindColumns: [Name]
  package var shape: EventShape?
  /// `append`: the rows go under those that an earlier `load` of the same role brought.
  package var isAppended = false

  package init(
    role: Role, files: [TextLiteral], joins: [Join] = [], mappings: [Mapping] = [],
    kindColumns: [Name] = []
  ) {
    self.role = role
    self.files = files
    self.joins = joins
    self.mappings = mappings
    self.kindColumns = kindColumns
  }
}

package enum Definition: Hashable, Sendable {
  /// `define health = 100 - jfi + momentum / 2`
  case field(Expression)
  /// `define jfi` with components on the rows below it.
  case score([ScoreComponent], stageWeights: [StageWeight])
}

/// `tickets: sum of severity of ticket weight 30 half-life 21 days half-point 3`
package struct ScoreComponent: Hashable, Sendable {
  package enum Measure: Hashable, Sendable {
    /// `count of ticket`, `sum of severity of ticket`.
    case events(EventFact)
    /// `level of dwell from p50 to p90`; bounds may be numbers.
    case level(of: Expression, from: Expression, to: Expression)
  }
  package var name: Name
  package var measure: Measure
  package var weight: Double
  package var halfLife: Literal.Duration?
  package var halfPoint: Double?

  package init(
    name: Name, measure: Measure, weight: Double, halfLife: Literal.Duration? = nil,
    halfPoint: Double? = nil
  ) {
    self.name = name
    self.measure = measure
    self.weight = weight
    self.halfLife = halfLife
    self.halfPoint = halfPoint
  }
}

/// `in Invest: tickets weight 40, delay weight 10`
package struct StageWeight: Hashable, Sendable {
  package var stage: Name
  package var weights: [Weight]

  package struct Weight: Hashable, Sendable {
    package var component: Name
    package var weight: Double

    package init(_ component: Name, _ weight: Double) {
      self.component = component
      self.weight = weight
    }
  }

  package init(stage: Name, weights: [Weight]) {
    self.stage = stage
    self.weights = weights
  }
}

/// `stages Prospecting -> Engaging -> Won, lost when stage is Lost`
package struct StageModelDeclaration: Hashable, Sendable {
  package struct Stage: Hashable, Sendable {
    package var name: Name
    /// `Awareness = Obstacle`: the ORBITS stage it stands for.
    package var orbit: Name?

    package init(_ name: Name, orbit: Name? = nil) {
      self.name = name
      self.orbit = orbit
    }
  }
  package var stages: [Stage]
  package var lostWhen: Expression?

  package init(stages: [Stage], lostWhen: Expression? = nil) {
    self.stages = stages
    self.lostWhen = lostWhen
  }
}

/// `owner "Customer Success" support "Product" action "Guided set-up"`
package struct Responsibility: Hashable, Sendable {
  package var owner: TextLiteral?
  package var support: TextLiteral?
  package var action: TextLiteral?

  package init(owner: TextLiteral? = nil, support: TextLiteral? = nil, action: TextLiteral? = nil) {
    self.owner = owner
    self.support = support
    self.action = action
  }
}
