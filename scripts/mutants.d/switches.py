"""Writes the mutants of cargo-mutants into a source, each behind a switch.

A mutant is a span and a replacement. What stands at the span is found in the tree of
tree-sitter, and written anew on the same lines, so that `crate::mutant::on(N)` says at
run time whether the fault is there. What is done if so stands between /*{N*/ and /*}*/, the
whole between /*{N,…,*/ and /*}*/: so a compiler's error tells which mutant it is of."""
import re

import tree_sitter
import tree_sitter_rust

PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language()))
COMPARISONS = {"==", "!=", "<", ">", "<=", ">="}
# The kind of node that a mutant of each genre changes.
NODES = {
    "BinaryOperator": {"binary_expression", "compound_assignment_expr"},
    "UnaryOperator": {"unary_expression"},
    "MatchArm": {"match_arm"},
    "MatchArmGuard": {"match_pattern"},
    "StructField": {"field_initializer", "shorthand_field_initializer"},
}


def offset(lines, at):
    """The byte of a line and a column, both from 1, the column in characters."""
    before = sum(len(line.encode()) for line in lines[: at["line"] - 1])
    return before + len(lines[at["line"] - 1][: at["column"] - 1].encode())


def span(text, mutant):
    lines = text.splitlines(keepends=True)
    return offset(lines, mutant["span"]["start"]), offset(lines, mutant["span"]["end"])


def applied(text, mutant):
    """The source with one mutant in it, as cargo-mutants writes it."""
    start, end = span(text, mutant)
    source = text.encode()
    return (source[:start] + mutant["replacement"].encode() + source[end:]).decode()


class Source:
    """One file with switches in it."""

    def __init__(self, text, mutants):
        """`mutants`: (number, mutant) of this file."""
        self.bytes = text.encode()
        root = PARSER.parse(self.bytes).root_node
        self.switches, self.lost = {}, []
        for number, mutant in mutants:
            node = self.node(root, *span(text, mutant), mutant["genre"])
            if node is None:
                self.lost.append(number)
            else:
                self.switches.setdefault(key(node), []).append((number, mutant))
        self.written = self.render(root)

    def node(self, root, start, end, genre):
        """What a mutant changes: the next node above its span that is of its kind."""
        node = root.descendant_for_byte_range(start, end if genre == "MatchArmGuard" else start + 1)
        while node is not None:
            if genre == "FnValue" and node.type == "block" and node.parent.type == "function_item":
                return node
            if node.type in NODES.get(genre, ()):
                return node
            # `a && let …`: nothing can be bound behind a switch.
            if node.type in ("let_chain", "let_condition") and genre == "BinaryOperator":
                return None
            node = node.parent
        return None

    def render(self, node):
        """The text of a node, with the switches inside it and its own."""
        mutants = self.switches.get(key(node))
        if not mutants:
            others = {"struct_expression": self.over_base, "match_expression": self.over_arms}
            return others.get(node.type, self.plain)(node)
        write = getattr(self, f"write_{node.type}")
        return around(mutants, write(node, mutants))

    def plain(self, node, replaced={}):
        """The text of a node with the switches inside it; some children may be given."""
        parts, at = [], node.start_byte
        for child in node.children:
            parts.append(self.bytes[at : child.start_byte].decode())
            parts.append(replaced.get(key(child)) or self.render(child))
            at = child.end_byte
        parts.append(self.bytes[at : node.end_byte].decode())
        return "".join(parts)

    def field(self, node, name):
        return self.render(node.child_by_field_name(name))

    def write_block(self, node, mutants):
        values = [(number, branch(number, f"return {it['replacement']};")) for number, it in mutants]
        return "{ " + "".join(f"if {on(n)} {{ {it} }} " for n, it in values) + self.plain(node)[1:]

    def write_binary_expression(self, node, mutants):
        left, right = self.field(node, "left"), self.field(node, "right")
        operator = node.child_by_field_name("operator").type
        if operator in ("&&", "||"):
            # The right side stays where it is asked only if the left one leaves it open.
            [(number, _)] = mutants
            asked = f"l__ ^ {on(number)}" if operator == "&&" else f"l__ == {on(number)}"
            return f"(match ({left}) {{ l__ => if {asked} {{ {right} }} else {{ l__ }} }})"
        both = f"&({left}), &({right})" if operator in COMPARISONS else f"{left}, {right}"
        cases = [(number, f"l__ {it['replacement']} r__") for number, it in mutants]
        return f"(match ({both}) {{ (l__, r__) => {choice(cases, f'l__ {operator} r__')} }})"

    def write_compound_assignment_expr(self, node, mutants):
        left, right = self.field(node, "left"), self.field(node, "right")
        operator = node.child_by_field_name("operator").type
        cases = [(number, f"{left} {it['replacement']} {right}") for number, it in mutants]
        return f"{{ {choice(cases, f'{left} {operator} {right}')} }}"

    def write_unary_expression(self, node, mutants):
        operator, operand = node.children
        [(number, _)] = mutants
        cases = choice([(number, "u__")], f"{operator.type}u__")
        return f"(match ({self.render(operand)}) {{ u__ => {cases} }})"

    def write_match_arm(self, node, mutants):
        [(number, _)] = mutants
        pattern = node.child_by_field_name("pattern")
        return self.plain(node, {key(pattern): f"{self.render(pattern)} if !{on(number)}"})

    def write_match_pattern(self, node, mutants):
        condition = node.child_by_field_name("condition")
        always = [on(n) for n, it in mutants if it["replacement"] == "true"]
        never = [f"!{on(n)}" for n, it in mutants if it["replacement"] == "false"]
        asked = " && ".join([*never, f"({self.render(condition)})"])
        return self.plain(node, {key(condition): " || ".join([*always, asked])})

    def write_field_initializer(self, node, mutants):
        name = self.bytes[node.start_byte : node.children[0].end_byte].decode()
        value = node.child_by_field_name("value")
        return self.without_field(node, mutants, name, self.render(value) if value else name)

    write_shorthand_field_initializer = write_field_initializer

    def without_field(self, node, mutants, name, value):
        [(number, _)] = mutants
        base = self.base(node.parent)
        kept = base if base.isidentifier() else "base__"
        if base == "Default::default()":
            kept = f"{self.field(node.parent.parent, 'name')}::default()"
        return f"{name}: {choice([(number, f'{kept}.{name}')], value)}"

    def over_base(self, node):
        """A struct whose fields have switches: what it is based on is made once, before."""
        fields = node.child_by_field_name("body")
        base = self.base(fields) if any(key(it) in self.switches for it in fields.children) else ""
        if not base or base.isidentifier() or base == "Default::default()":
            return self.plain(node)
        last = fields.children[-2]
        body = self.plain(fields, {key(last): "..base__"})
        return f"({{ let base__ = {base}; {self.plain(node, {key(fields): body})} }})"

    def over_arms(self, node):
        """A match, with the mutants of its arms around it: what no arm takes is said of it."""
        arms = [it for it in node.child_by_field_name("body").children if it.type == "match_arm"]
        places = [key(it) for arm in arms for it in (arm, arm.child_by_field_name("pattern"))]
        mutants = [it for place in places for it in self.switches.get(place, ())]
        return around(mutants, self.plain(node)) if mutants else self.plain(node)

    def base(self, fields):
        [base] = [it for it in fields.children if it.type == "base_field_initializer"]
        return self.render(base.children[-1])


def key(node):
    return node.start_byte, node.end_byte, node.type


def on(number):
    return f"crate::mutant::on({number})"


def around(mutants, text):
    return f"/*{{{''.join(f'{number},' for number, _ in mutants)}*/{text}/*}}*/"


def branch(number, text):
    return f"/*{{{number}*/{text}/*}}*/"


def choice(cases, otherwise):
    """`if on(1) { … } else if on(2) { … } else { … }`."""
    branches = [f"if {on(number)} {{ {branch(number, text)} }} else " for number, text in cases]
    return "".join(branches) + f"{{ {otherwise} }}"


def blamed(written, at):
    """The mutants of the innermost piece around a byte of what was written, and whether
    it is the branch of one."""
    open_ = [b""]
    for found in re.finditer(rb"/\*\{([\d,]+)\*/|/\*\}\*/", written):
        if found.start() > at:
            break
        if found[1]:
            open_.append(found[1])
        else:
            open_.pop()
    numbers = [int(it) for it in open_[-1].split(b",") if it]
    return numbers, b"," not in open_[-1]
