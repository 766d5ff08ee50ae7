"""The grammar that random templates are made from, as tables.

A rule is a kind of text and its possible forms, one a line. In a form, @kind stands
for any text of that kind, and [% %] for a tag with or without white-space control.
Of each kind there are short forms, which end the growth, and long ones. "3* form"
counts three times.
"""

CONTEXTS = [
    {
        "i": 7, "j": -3, "z": 0, "f": 2.5, "g": -0.125, "t": True, "x": False, "none_": None,
        "s": "hello World", "u": "Größe ß", "h": "<b>&\"'", "e": "", "sp": "  a b  c ",
        "l": [3, 1, 2], "el": [], "ls": ["b", "A", "c", "a"], "nested": [[1, 2], [3, 4]],
        "m": {"k": "v", "a": 1, "n": {"d": [1, 2]}}, "em": {},
        "people": [{"name": "Zoe", "age": 3}, {"name": "adam", "age": 30}, {"name": "<Bob>", "age": 3}],
        "tree": [{"v": "r", "c": [{"v": "<s>", "c": []}, {"v": "t", "c": [{"v": 1, "c": []}]}]}, {"v": "u", "c": []}],
    },
    {
        "i": 12, "j": 1, "z": 1, "f": -1e20, "g": 1 / 3, "t": False, "x": True, "none_": None,
        "s": "", "u": "\u0130stanbul \U0001f600 e\u0301", "h": "</script>&amp;%s", "e": " ", "sp": "one\ttwo\r\nthree\n\n four-five six ",
        "l": [0, 2.5, True, -1, 2], "el": [None], "ls": ["", "<i>", "ä", "Z", "ä", "10"], "nested": [["a", "<"], ["b", None]],
        "m": {"keys": 1, "name": "<n>", "k": [1], "0": "zero"}, "em": {"": None},
        "people": [{"name": "B", "age": None, "tags": ["x"]}, {"name": "a"}, {"age": 7, "name": "C"}],
        "tree": [],
    },
    {
        "i": 1, "j": -1, "z": -7, "f": 0.5, "g": 1e16, "t": True, "x": False, "none_": None,
        "s": "it's a \"quote\" http://x.org/?a=1&b=2 {{ no }}", "u": "ΑΣ ς ﬁn ǆ", "h": "&lt;p&gt;<!-- c --> text", "e": "\n",
        "sp": "a\u00a0b\u2003c", "l": [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0], "el": [[]], "ls": ["one", "two"], "nested": [[], [[1]]],
        "m": {"k": {"k": {"k": "deep"}}, "a": None, "items": "shadow", "x": True}, "em": {"a": {}},
        "people": [], "tree": [{"v": None, "c": []}],
    },
]

# What 'any' can be, beside the expressions.
ODD_TEXTS = [
    "a", "b", "Z", "-", "--", " ", "  ", "\t", "\n", "\r", "é", "ß", "Σ", "ς", "'", '"', "<", ">", "&", "&amp;", "&eacute", "(", ")", ",", ".", "http://", "www.",
    "a.com", "x@y.org", "mailto:", "1", "0x", "_", "%", "%s", "%d", "%(a)s", "/", "İ", "ﬁ", "ǆ", "\u2028", "\xa0", "\x1c", "\x0b", "\x85", "<!--", "-->", "<a href='x>y'>", "word", "e-mail", "it's", "://", "[::1]",
    "😀", "{", "}", "{}", "{0}", "{a}", "\\", "\\n", "٣", "½", "e\u0301", "nan", "inf", "1e5", "1_0", "+7", "#", "?q=1",
]

SHORT = {
    "num": """
        3* i
        j
        z
        2* f
        g
        t
        x
        r
        k
        l[0]
        l|length
        m.a
        people[0].age
        @loopnum
        @int
        1.5
        0.0
        1e3
        1_000
        0x1f
        0b101
        0o17
        """,
    "int": """
        0
        2* 1
        2* 2
        3
        5
        -1
        10
        z
        i
        j
        """,
    "text": """
        3* s
        u
        2* h
        e
        sp
        2* o
        p
        ls[1]
        m.k
        people[2].name
        h|safe
        o|safe
        h|e
        s[1:4]
        @looptext
        @literal
        """,
    "literal": r"""
        'x'
        '<i>'
        "it's"
        '%s'
        'a-b c'
        ''
        ', '
        'a'
        'l'
        "<"
        '\n'
        'é\t\x41\u00e4'
        'don\'t'
        """,
    "nums": """
        3* l
        el
        nested[0]
        range(i)
        range(3, -3, -2)
        range(@int)
        l[1:]
        l[::-1]
        [i, j, f]
        (3, 1)
        """,
    "texts": """
        3* ls
        sp.split()
        s
        m
        m.keys()
        ls[::2]
        ['b', h, u]
        [h|safe, '<']
        [o, p, o]
        o
        """,
    "maps": """
        3* people
        [m, em]
        people[:2]
        [{'name': s, 'age': i}, {'name': h|safe, 'age': j}]
        """,
    "map": """
        3* m
        em
        m.n
        people[1]
        {'q': i, s: h}
        dict(a=i, b=h)
        dict(m, z=1)
        {1: 2, true: 3, 'k': none}
        {}
        """,
    "any": """
        missing
        none_
        m.missing
        m['k']
        em.x
        people[1]
        nested
        nested[1][0]
        l[9]
        l[-1]
        s[0]
        tree
        true
        false
        none
        []
        ()
        (1,)
        {}
        {'q': i}
        @loopany
        @name
        missing.deep
        namespace(a=1)
        """,
    "cond": """
        t
        x
        s
        l
        el
        e
        @loopcond
        i is odd
        missing is defined
        """,
    "testname": """
        defined
        undefined
        none
        odd
        even
        string
        number
        mapping
        sequence
        iterable
        boolean
        integer
        float
        true
        false
        lower
        upper
        escaped
        callable
        divisibleby(2)
        divisibleby 3
        in l
        in [s]
        in m
        eq 1
        ne(s)
        equalto i
        gt 2
        greaterthan 1
        le i
        lessthan j
        sameas none
        sameas true
        filter
        test
        == 2
        """,
    "attribute": """
        2* 'name'
        'age'
        'name.0'
        0
        1
        'missing'
        'age,name'
        'k'
        'tags.0'
        """,
    "onearg": """
        'upper'
        'lower'
        'string'
        'length'
        'first'
        'int'
        'e'
        'abs'
        'title'
        'list'
        'tojson'
        'default', 'd'
        'replace', 'a', '<'
        'round', 1
        'truncate', 3, true, ''
        'join', '-'
        attribute=@attribute
        attribute=@attribute, default=@any
        """,
    "testarg": """
        2* 'odd'
        'string'
        'defined'
        'none'
        'in', l
        'gt', 1
        'eq', i
        'ne', 'a'
        'lower'
        'divisibleby', 2
        'sameas', none
        'number'
        '<', 3
        '>=', 1
        """,
}

LONG = {
    "num": """
        4* (@num + @num)
        2* (@num - @num)
        2* (@num * @num)
        (@num / @num)
        (@num // @num)
        2* (@num % @num)
        (@num ** @int)
        (-@num)
        (+@num)
        -@num
        (@num|abs)
        (@num|round)
        (@num|round(@int))
        (@num|round(@int, 'floor'))
        (@num|round(method='ceil'))
        (@num|int)
        (@any|int(@num))
        (@text|int(-1, @int))
        (@text|float)
        (@any|float(@num))
        (@num|default(3))
        (@list|length)
        (@text|wordcount)
        (@nums|sum)
        (@nums|max)
        (@nums|min)
        (@nums|first)
        (@maps|sum(attribute=@attribute))
        (@nums|sum(start=@num))
        @text.count(@text)
        @text.find(@text)
        @text.index(@text)
        @nums.count(@num)
        @nums.index(@num)
        (@num if @cond else @num)
        (@num or @num)
        (@num and @num)
        @nums[@int]
        @list|count
        """,
    "int": """
        (@int + @int)
        (@list|length)
        (@num|int)
        """,
    "text": """
        4* (@expr ~ @expr)
        (@text ~ @text ~ @text)
        3* (@text + @text)
        (@text * @int)
        2* (@literal % @expr)
        ('%s|%5.2f|%-4d|%r' % (@expr, @num, @int, @expr))
        (@text % (@expr, @expr))
        (@text % @map)
        (@text|upper)
        (@text|lower)
        (@text|title)
        (@text|capitalize)
        (@text|trim)
        (@text|trim(@literal))
        2* (@text|e)
        2* (@text|safe)
        (@text|escape)
        (@text|forceescape)
        (@expr|string)
        2* (@text|replace(@text, @text))
        (@text|replace(@literal, @text, @int))
        (@text|truncate(@int))
        (@text|truncate(@int, @cond, @literal, @int))
        (@text|truncate(length=@int, leeway=0))
        (@text|center(@int))
        (@text|center(11))
        (@text|indent(@int))
        (@text|indent(@literal, true, @cond))
        (@text|indent(first=true))
        (@expr|urlencode)
        (@text|striptags)
        (@text|wordwrap(@int))
        (@text|wordwrap(7, false, @text))
        (@text|wordwrap(@int, @cond, wrapstring=@literal, break_on_hyphens=@cond))
        (@text|urlize)
        (@text|urlize(@int, @cond))
        (@text|urlize(target=@text, rel=@text))
        (@text|format(@expr, @expr))
        (@text|reverse)
        2* (@expr|tojson)
        (@expr|tojson(@int))
        (@expr|pprint)
        (@num|filesizeformat)
        (@num|filesizeformat(@cond))
        2* (@list|join)
        2* (@list|join(@text))
        (@maps|join(@text, attribute=@attribute))
        (@text|first)
        (@text|last)
        (@texts|max)
        (@texts|min(case_sensitive=@cond))
        (@map|xmlattr)
        (@map|xmlattr(@cond))
        (@any|default(@text))
        (@any|d(@text, true))
        (@text|attr('upper'))
        @text[@int]
        @text[@int:@int]
        @text[::@int]
        @text[:@int]
        @text.upper()
        @text.lower()
        @text.title()
        @text.capitalize()
        @text.swapcase()
        @text.casefold()
        @text.strip(@literal)
        @text.lstrip()
        @text.rstrip(@literal)
        @text.replace(@text, @text)
        @text.replace(@text, @text, @int)
        @text.join(@list)
        @text.join(@texts)
        @text.format(@expr, @expr, a=@expr)
        @literal.format(@num)
        '{:>8}|{:.3}'.format(@text, @text)
        '{0:+.2f}{1:#x}{0!r}'.format(@num, @int)
        '{a.k}{b[0]}'.format(a=@map, b=@list)
        @text.center(@int, '*')
        @text.ljust(9, '.')
        @text.rjust(9)
        @text.zfill(@int)
        @text.expandtabs(@int)
        @text.removeprefix(@text)
        @text.removesuffix(@text)
        (@text if @cond else @text)
        (@text if @cond)
        (@text or @text)
        @map.get('k', @text)
        @macrocall
        cycler(@expr, @expr).next()
        joiner(@text)()
        """,
    "nums": """
        (@nums|sort)
        (@nums|sort(@cond))
        (@nums|reverse|list)
        (@nums|unique|list)
        (@nums|select(@testarg)|list)
        (@nums|reject(@testarg)|list)
        (@texts|map('length')|list)
        (@nums|map(@onearg)|list)
        (@maps|map(attribute='age')|list)
        (@nums + @nums)
        (@nums * @int)
        @nums[@int:]
        @nums[@int:@int:@int]
        (@nums|list)
        """,
    "texts": """
        (@texts|sort)
        (@texts|sort(reverse=@cond, case_sensitive=@cond))
        (@texts|unique|list)
        (@texts|unique(@cond)|list)
        (@texts|map(@onearg)|list)
        (@texts|select(@testarg)|list)
        (@texts|reverse|list)
        (@nums|map('string')|list)
        (@maps|map(attribute=@attribute)|list)
        @text.split()
        @text.split(@literal)
        @text.split(none, @int)
        @text.rsplit(@literal, @int)
        @text.splitlines(@cond)
        @text.partition(@literal)
        @text.rpartition(@literal)
        (@texts + @texts)
        @texts[@int:]
        """,
    "maps": """
        (@maps|sort(attribute=@attribute))
        (@maps|sort(attribute=@attribute, reverse=@cond, case_sensitive=@cond))
        (@maps|selectattr(@attribute)|list)
        (@maps|selectattr(@attribute, @testarg)|list)
        (@maps|rejectattr(@attribute, @testarg)|list)
        (@maps|rejectattr(@attribute)|list)
        (@maps|unique(attribute=@attribute)|list)
        (@maps|reverse|list)
        @maps[@int:]
        """,
    "map": """
        {@text: @expr, @literal: @expr}
        dict(@map, a=@expr)
        (@maps|first)
        (@maps|max(attribute=@attribute))
        (@maps|min(attribute=@attribute))
        @map.copy()
        (@map or @map)
        """,
    "list": """
        2* [@expr, @expr]
        [@expr]
        (@expr, @expr)
        (@list|batch(@int)|list)
        (@list|batch(@int, @expr)|list)
        (@list|slice(@int)|list)
        (@list|slice(@int, @expr)|list)
        (@map|dictsort)
        (@map|dictsort(@cond, 'value', @cond))
        (@map|items|list)
        @map.items()|list
        @map.values()|list
        @map.keys()
        (@maps|groupby(@attribute)|list)
        (@maps|groupby(@attribute, default=@expr, case_sensitive=@cond)|list)
        (@list|list)
        (@list|map(@onearg)|list)
        (@list|select|list)
        (@list|reject(@testarg)|list)
        (@list|sort)
        (@list|reverse|list)
        (@list + @list)
        (@list if @cond else @list)
        @list[@int:@int]
        range(@int, @int)
        range(@int, @int, @int)
        """,
    "any": """
        3* @expr
        @map[@text]
        @map.k
        @map.get(@literal)
        @list[@int]
        @list|first
        @list|last
        @expr.name
        @expr['name']
        @expr[0]
        (@map|attr(@literal))
        @text|@filtername
        @num|@filtername
        @list|@filtername
        @map|@filtername
        @any.@methodname()
        """,
    "cond": """
        2* @expr is @testname
        @expr is not @testname
        (@num == @num)
        (@num < @num)
        (@num >= @num)
        (@text == @text)
        (@text < @text)
        (@expr != @expr)
        (@expr > @expr)
        (@num < @num <= @num)
        (@num <= @num != @num < @num)
        (@expr in @list)
        (@expr not in @list)
        (@text in @text)
        (@text in @map)
        (@num in @nums)
        (@cond and @cond)
        (@cond or @cond)
        (not @cond)
        not @cond
        @text.startswith(@text)
        @text.endswith(@text)
        @text.isdigit()
        @text.isalpha()
        @text.isupper()
        @text.islower()
        @text.istitle()
        @text.isspace()
        @text.isalnum()
        @text.isidentifier()
        (@expr is divisibleby @int)
        (@list == @list)
        (@list < @list)
        (@map == @map)
        (@cond if @cond else @cond)
        """,
}

LONG["expr"] = """
    3* @num
    5* @text
    @nums
    @texts
    @maps
    2* @map
    3* @list
    @cond
    4* @any
    (@expr if @cond else @expr)
    (@expr)
    """
SHORT["expr"] = """
    2* @num
    3* @text
    @nums
    @texts
    @map
    @cond
    2* @any
    """
SHORT["list"] = """
    2* @nums
    2* @texts
    @maps
    nested
    tree
    m.items()
    missing
    """
LONG["list"] += """
    3* @nums
    2* @texts
    2* @maps
    """

SHORT["filtername"] = """
    abs
    capitalize
    count
    dictsort
    e
    filesizeformat
    first
    float
    forceescape
    int
    items|list
    join
    last
    length
    list
    lower
    max
    min
    pprint
    reverse|list
    round
    safe
    select|list
    slice(2)|list
    sort
    string
    striptags
    sum
    title
    tojson
    trim
    unique|list
    upper
    urlencode
    wordcount
    xmlattr
    """
SHORT["methodname"] = """
    append
    clear
    copy
    count
    extend
    get
    index
    insert
    items
    keys
    lower
    pop
    popitem
    remove
    reverse
    setdefault
    sort
    split
    strip
    title
    update
    upper
    values
    """

# Statements: 'body' is any, 'kept' one whose text is captured.
SHORT["statement"] = """
    6* {{ @expr }}
    {{ @text }}
    {{ @name }}
    {# c #}
    {#- c -#}
    {{- @expr -}}
    {{- @num }}
    {{ @num -}}
    """
LONG["statement"] = """
    3* {{ @expr }}
    3* [% if @cond %]@body[% endif %]
    2* [% if @cond %]@body[% else %]@body[% endif %]
    [% if @expr %]@body[% elif @cond %]@body[% elif @cond %]@body[% else %]@body[% endif %]
    6* @for
    2* @recursive
    3* [% set @name = @expr %]
    [% set q, w = @expr, @expr %]
    [% set (v, i) = (@expr, @expr) %]
    [% set @name = @expr, @expr %]
    2* [% set @name %]@kept[% endset %]
    [% set @name | @blockfilter %]@kept[% endset %]
    [% set ns = namespace(n=@num, a=@expr) %]@body[% set ns.n = @expr %]{{ ns.n }}@body{{ ns.a }}
    [% set ns = namespace() %][% for a in @list %][% set ns.v = a %][% endfor %]{{ ns.v }}
    2* [% with @name = @expr %]@body[% endwith %]
    [% with q = @expr, v = @expr %]@body[% endwith %]
    [% with %]@body[% endwith %]
    2* [% filter @blockfilter %]@kept[% endfilter %]
    [% autoescape true %]@body[% endautoescape %]
    [% autoescape false %]@body[% endautoescape %]
    [% do @name.append(@expr) %]
    [% set @name = [] %][% do @lastname.append(@expr) %]{{ @lastname }}
    [% set @name = {} %][% do @lastname.update({@literal: @expr}) %]{{ @lastname|items|list }}
    [% do @expr %]
    {%- raw -%} {{ @expr }}{% x %} {%- endraw -%}
    {% raw %} {{ @expr }}{% x %} {% endraw %}
    4* @macro
    2* @callblock
    @flow
    [% trans %]a <b> {{ @name }}[% endtrans %]
    [% trans x=@expr %]a {{ x }} 100%[% endtrans %]
    [% trans n=@num, x=@text %]one {{ x }}[% pluralize %]{{ n }} of {{ x }}[% endtrans %]
    [% trans 'c' trimmed n=@list|length %] {{ n }} one [% pluralize n %] many [% endtrans %]
    {{ @gettext }}
    [% set c = cycler(@expr, @expr, @expr) %][% for a in @list %]{{ c.next() }}[% endfor %]{{ c.current }}
    [% set c = joiner(@text) %][% for a in @list %]{{ c() }}{{ a }}[% endfor %]
    """
SHORT["gettext"] = """
    _(@text)
    gettext(@text)
    ngettext('%(n)s x', '%(n)s xs', @num)
    pgettext('c', @text)
    npgettext('c', 's', 'p', @num)
    """
SHORT["blockfilter"] = """
    upper
    e
    trim
    replace('a', '<')
    indent(1)|title
    indent(2, true)
    length
    safe
    striptags|upper
    truncate(5, true, '')
    wordcount
    default('d', true)
    """
SHORT["target"] = """
    3* a
    q
    a, b
    (a, b)
    a, (b, q)
    """
SHORT["loopbody"] = """
    2* {{ a }}
    {{ loop.index }}
    {{ loop.index0 }}
    {{ loop.first }}
    {{ loop.last }}
    {{ loop.length }}
    {{ loop.revindex }}
    {{ loop.revindex0 }}
    {{ loop.previtem }}
    {{ loop.nextitem }}
    {{ loop.cycle('x', '<') }}
    {{ loop.cycle(s, h, i) }}
    {{ loop.changed(a) }}
    {{ loop.changed(a, i) }}
    {{ loop.depth }}
    {{ loop.depth0 }}
    {{ ', ' if not loop.last }}
    {{ loop.missing }}
    {{ loop is defined }}
    {{ loop.nextitem is defined }}
    {% if loop.first %}<{% endif %}
    3* {{ '' }}
    """

# Instead of the above where the expressions are not what is looked at: they do not fail.
CALM = {
    "num": """
        3* i
        j
        f
        (i + @num)
        (i * @num)
        2
        l|length
        @loopnum
        """,
    "text": """
        3* s
        u
        3* h
        h|safe
        '<x>'
        'y'
        (s ~ @text)
        (@text|upper)
        (@text + @text)
        @loopcalm
        @macrocall
        """,
    "list": """
        3* l
        2* ls
        el
        nested
        m
        range(3)
        l|reverse|list
        [@expr, @expr]
        """,
    "map": """
        m
        {'b': @expr}
        {}
        """,
    "any": """
        none_
        missing
        em
        @name
        @loopany
        """,
    "expr": """
        3* @text
        2* @num
        @list
        @any
        @map
        (@expr if @cond else @expr)
        """,
    "cond": """
        t
        x
        i is odd
        @name is defined
        @loopcond
        (@num > 3)
        (@name and @cond)
        not @cond
        """,
}


def parse(rules):
    """Kind → list of forms, each as often as it counts."""
    table = {}
    for kind, text in rules.items():
        forms = []
        for line in text.strip().splitlines():
            weight, star, form = line.strip().partition("* ")
            if not (star and weight.isdigit()):
                weight, form = "1", line.strip()
            forms += [form] * int(weight)
        table[kind] = forms
    return table


SHORT_FORMS, LONG_FORMS, CALM_FORMS = parse(SHORT), parse(LONG), parse(CALM)
