"""The starting values; ``target`` is the dotted name of the function that fills a weight.

``zeros`` and ``ones`` set weights and biases. The others draw the weights and start the biases at
zero, except ``torch``, which is all that ``torch.nn.Linear`` does by itself, biases included.
"""

from engine.catalog.entry import Entry, by_name

INITIALIZATIONS: dict[str, Entry] = by_name(
    Entry(
        "torch",
        "PyTorch's own",
        "Draws weights and biases evenly within a bound set by the number of inputs, "
        "as torch.nn.Linear does by itself.",
        r"U\left( -\frac{1}{\sqrt{n_{in}}}, \frac{1}{\sqrt{n_{in}}} \right)",
        "torch.nn.init.kaiming_uniform_",
    ),
    Entry(
        "zeros",
        "Zeros",
        "Sets weights and biases to 0, which suits a linear model but leaves the neurons of a "
        "hidden layer alike for ever.",
        r"0",
        "torch.nn.init.zeros_",
    ),
    Entry(
        "ones",
        "Ones",
        "Sets weights and biases to 1, which leaves the neurons of a hidden layer alike for ever.",
        r"1",
        "torch.nn.init.ones_",
    ),
    Entry(
        "normal",
        "Normal",
        "Draws the weights from a bell curve with mean 0 and standard deviation 1 "
        "and starts the biases at 0.",
        r"N(0, 1)",
        "torch.nn.init.normal_",
    ),
    Entry(
        "uniform",
        "Uniform",
        "Draws the weights evenly between 0 and 1 and starts the biases at 0.",
        r"U(0, 1)",
        "torch.nn.init.uniform_",
    ),
    Entry(
        "xavier_uniform",
        "Xavier uniform",
        "Draws the weights evenly within a bound that keeps signals steady through tanh layers "
        "and starts the biases at 0.",
        r"U(-a, a), \; a = \sqrt{\frac{6}{n_{in} + n_{out}}}",
        "torch.nn.init.xavier_uniform_",
    ),
    Entry(
        "xavier_normal",
        "Xavier normal",
        "Draws the weights from a bell curve that keeps signals steady through tanh layers "
        "and starts the biases at 0.",
        r"N\left( 0, \frac{2}{n_{in} + n_{out}} \right)",
        "torch.nn.init.xavier_normal_",
    ),
    Entry(
        "kaiming_uniform",
        "Kaiming uniform",
        "Draws the weights evenly within a bound that keeps signals steady through ReLU layers "
        "and starts the biases at 0.",
        r"U(-a, a), \; a = \sqrt{\frac{6}{n_{in}}}",
        "torch.nn.init.kaiming_uniform_",
    ),
    Entry(
        "kaiming_normal",
        "Kaiming normal",
        "Draws the weights from a bell curve that keeps signals steady through ReLU layers "
        "and starts the biases at 0.",
        r"N\left( 0, \frac{2}{n_{in}} \right)",
        "torch.nn.init.kaiming_normal_",
    ),
)
